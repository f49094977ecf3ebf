import { z } from 'zod';
import { section, struct } from '../../helm';

const slug = /^[a-z]([-a-z0-9]{0,20}[a-z0-9])?$/;

/** The values of a web shop: every kind of value that the engine knows. */
export const demoValues = z.strictObject({
  storeName: z.string().default('Corner shop').meta({ description: 'Name of the shop, as visitors read it.' }),
  motto: z.string().max(300).optional().meta({ description: 'A line below the name.', example: 'Fresh every day' }),
  replicas: z.int().min(0).max(50).default(2).meta({ description: 'How many Pods serve the shop.' }),
  spareReplicas: z
    .int()
    .optional()
    .meta({ description: 'Pods beyond the replicas while the shop is busy.', example: 1 }),
  taxRate: z.number().min(0).max(1).default(0.19).meta({ description: 'Tax on every price, as a part of one.' }),
  debug: z.boolean().default(false).meta({ description: 'Whether the shop logs every request.' }),
  maintenance: z.boolean().optional().meta({ description: 'Whether visitors see a closed door.' }),
  currency: z.enum(['eur', 'usd', 'cny']).default('eur').meta({ description: 'The currency of the prices.' }),
  language: z
    .enum(['en', 'zh'])
    .optional()
    .meta({ description: 'The language of the shop; without it the visitor decides.' }),
  checkout: section(
    {
      port: z.int().min(1).max(65535).default(8080).meta({ description: 'Port of the check-out.' }),
      targetPort: z
        .union([z.int().min(1).max(65535), z.string().regex(/^[a-z]+$/)])
        .default('http')
        .meta({ description: 'A port or its name.' }),
      drain: z.union([z.int(), z.string()]).optional().meta({ description: 'Seconds, or a duration, for open carts.' }),
      'max-items': z.int().min(1).max(1_000_000_000).default(100).meta({ description: 'Most items in one cart.' }),
      'odd.keys': section(
        {
          'back-off.base': z.number().default(1.5).meta({ description: 'Growth of the time between attempts.' }),
          'note to self': z.string().optional().meta({ description: 'Free text.' }),
        },
        'Keys that Go can reach only through `index`.',
      ),
    },
    'How carts are paid for.',
  ),
  payment: section(
    {
      apiKey: z
        .string()
        .min(8)
        .optional()
        .meta({ description: 'Key of the payment provider.', secret: true, example: 'a-secret-key' }),
      existingSecret: z
        .string()
        .regex(slug)
        .optional()
        .meta({ description: 'Secret that has the key already.', example: 'shop-key' }),
    },
    'The payment provider.',
  ),
  theme: z.record(z.string(), z.string()).default({}).meta({ description: 'Colours and fonts, by name.' }),
  labels: z
    .record(z.string().regex(/^[A-Za-z][-./\w]*$/), z.string())
    .default({})
    .meta({ description: 'Labels of everything.' }),
  stock: z.record(z.string(), z.int().min(0)).optional().meta({ description: 'How many of each article there are.' }),
  banners: z.array(z.string()).max(6).default([]).meta({ description: 'Texts that pass by, one after the other.' }),
  shelves: z
    .array(
      z.strictObject({
        name: z.string().regex(slug).meta({ description: 'Name of the shelf.' }),
        width: z.int().min(1).max(400).meta({ description: 'Width in centimetres.' }),
        height: z.number().optional().meta({ description: 'Height in metres.' }),
        note: z.string().optional().meta({ description: 'Anything.' }),
        hidden: z.boolean().optional().meta({ description: 'Whether visitors see the shelf.' }),
        'best-before': z.string().optional().meta({ description: 'A date.' }),
        tags: z.array(z.string()).meta({ description: 'Words that visitors search for.' }),
        bins: z
          .array(z.strictObject({ label: z.string(), count: z.int().optional() }))
          .meta({ description: 'What stands on it.' }),
      }),
    )
    .default([])
    .meta({ description: 'The shelves of the shop.' }),
  tolerations: struct(
    z.array(
      z.strictObject({
        key: z.string().optional(),
        operator: z.enum(['Exists', 'Equal']).optional(),
        value: z.string().optional(),
      }),
    ),
  )
    .default([])
    .meta({ description: 'Tolerations of the Pods.' }),
  securityContext: struct(z.strictObject({ runAsUser: z.int().optional(), runAsNonRoot: z.boolean().optional() }))
    .optional()
    .meta({ description: 'Security context of the Pods.', example: { runAsNonRoot: true } }),
  nodeSelector: struct(z.record(z.string(), z.string()))
    .default({ 'kubernetes.io/os': 'linux' })
    .meta({ description: 'Nodes that take the Pods.' }),
  catalogue: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .optional()
    .meta({ description: 'The catalogue: a JSON text, or a map.', example: '{"apples": 3}' }),
  greeting: z
    .string()
    .default('Hello\n  and welcome\n\nto {{ the }} shop\n')
    .meta({ description: 'What visitors are\ntold first.' }),
});

export type DemoValues = z.infer<typeof demoValues>;
