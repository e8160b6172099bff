/** What a part of the account is told by its address. */
export interface PartProps {
  readonly token: string | undefined
}
