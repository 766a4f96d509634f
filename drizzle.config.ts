import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/schema',
  out: './drizzle',
  schemaFilter: ['public', 'renos_sync'],
  migrations: { schema: 'renos_sync', table: 'migrations' },
  ...(process.env.DATABASE_URL === undefined ? {} : { dbCredentials: { url: process.env.DATABASE_URL } }),
});
