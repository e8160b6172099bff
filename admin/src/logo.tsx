/** The awning of a market stall. Takes the colour of what is around it. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--mantine-primary-color-filled)" />
      <path
        d="M8 9h16l2 6a3.3 3.3 0 0 1-6.6.5 3.4 3.4 0 0 1-6.8 0A3.3 3.3 0 0 1 6 15l2-6Z"
        fill="currentColor"
      />
      <path
        d="M9 20v4h14v-4"
        stroke="currentColor"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
