import type { Frozen } from '#http/route.ts'
import { Id, Line, Nullable, named, Prose, Shape, type Static, Type } from '#kernel/schema.ts'
import { Handle } from './handle.ts'
import { NewImage } from './product-input.ts'

const categoryFields = {
  handle: Type.Optional(Handle),
  description: Type.Optional(Prose()),
  image: Type.Optional(Nullable(NewImage)),
  parentId: Type.Optional(Nullable(Id('cat'))),
  position: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Smaller ones come first' }),
  ),
}

export const NewCategoryBody = named('NewCategory', Shape({ title: Line(), ...categoryFields }))

export const CategoryPatchBody = named(
  'CategoryPatch',
  Shape({ title: Type.Optional(Line()), ...categoryFields }),
)

export type NewCategory = Frozen<Static<typeof NewCategoryBody>>
export type CategoryPatch = Frozen<Static<typeof CategoryPatchBody>>
