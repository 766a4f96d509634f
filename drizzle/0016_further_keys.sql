ALTER TABLE "renos_sync"."customer_keys" ADD COLUMN "further_keys" text[];--> statement-breakpoint
ALTER TABLE "renos_sync"."import_rows" ADD COLUMN "further_keys" text[];