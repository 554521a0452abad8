import { z } from 'zod';

/** What the preload sends for one call; capability and request are parsed by the host's Api. */
export const windowCallSchema = z.strictObject({
  id: z.string().min(1).max(100),
  capability: z.string().max(100),
  request: z.unknown(),
});
