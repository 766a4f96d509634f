CREATE TABLE "renos_sync"."imported_notes" (
	"customer_id" text PRIMARY KEY NOT NULL,
	"lines" text[] NOT NULL
);
--> statement-breakpoint
ALTER TABLE "renos_sync"."import_plan" ADD COLUMN "wrote_notes" text[];--> statement-breakpoint
ALTER TABLE "renos_sync"."import_rows" ADD COLUMN "notes_lines" text[];