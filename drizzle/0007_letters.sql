DELETE FROM "renos_sync"."imports";--> statement-breakpoint
TRUNCATE "renos_sync"."customer_keys";--> statement-breakpoint
ALTER TABLE "renos_sync"."customer_keys" ADD COLUMN "letters" bigint NOT NULL;--> statement-breakpoint
ALTER TABLE "renos_sync"."import_rows" ADD COLUMN "letters" bigint;