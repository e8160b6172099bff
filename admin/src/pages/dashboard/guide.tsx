import { Button, Progress, Skeleton, Text, VisuallyHidden } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { CircleCheck, CircleDashed } from 'lucide-react'
import { useEffect } from 'react'
import { Card } from '../../components/card.tsx'
import css from './dashboard.module.css'
import { type Step, useSteps } from './steps.ts'

/** What a new shop lacks, until it has it all or somebody wants to see it no more. */
export function Guide() {
  const [isHidden, hide] = useLocalStorage({
    key: 'marketsquare-guide-hidden',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const steps = useSteps(!isHidden)
  const isOver = steps?.every(({ isDone }) => isDone) === true
  useEffect(() => {
    if (isOver) hide(true)
  }, [isOver, hide])
  if (isHidden || isOver) return null
  // As high as what comes, so that nothing below it jumps.
  if (!steps) return <Skeleton height={250} radius="lg" />
  const done = steps.filter(({ isDone }) => isDone).length
  return (
    <Card
      title="Make the shop yours"
      lead={`${done} of ${steps.length} done`}
      actions={
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => hide(true)}>
          Hide this
        </Button>
      }
    >
      <Progress value={(100 * done) / steps.length} size="sm" aria-label="Done of the first steps" />
      <ul className={css.steps}>
        {steps.map((step) => (
          <li key={step.title}>
            <StepLink step={step} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function StepLink({ step: { title, why, to, isDone } }: { step: Step }) {
  const Icon = isDone ? CircleCheck : CircleDashed
  const inside = (
    <>
      <Icon size={19} aria-hidden />
      <div>
        <Text size="sm" fw={550} td={isDone ? 'line-through' : undefined}>
          {title}
          {isDone && <VisuallyHidden> (done)</VisuallyHidden>}
        </Text>
        <Text size="xs" c="dimmed">
          {why}
        </Text>
      </div>
    </>
  )
  const leads = { className: css.step, 'data-done': isDone || undefined }
  // Everybody's own security is among the pages of the shop itself.
  return to.startsWith('/account') ? (
    <a href={to} {...leads}>
      {inside}
    </a>
  ) : (
    <Link to={to} {...leads}>
      {inside}
    </Link>
  )
}
