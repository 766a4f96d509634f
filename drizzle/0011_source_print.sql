CREATE UNLOGGED TABLE "renos_sync"."import_prints" (
	"import_id" integer NOT NULL,
	"seq" integer NOT NULL,
	"print" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "renos_sync"."customer_keys" ADD COLUMN "source_print" bigint;--> statement-breakpoint
ALTER TABLE "renos_sync"."import_rows" ADD COLUMN "print" bigint;