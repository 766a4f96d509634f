CREATE TABLE "renos_sync"."keepers" (
	"calendar_id" text PRIMARY KEY NOT NULL,
	"place" text NOT NULL,
	"epoch" integer NOT NULL,
	"addresses" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"server_started" text
);
--> statement-breakpoint
ALTER TABLE "renos_sync"."calendars" ADD COLUMN "google_id" text;--> statement-breakpoint
ALTER TABLE "renos_sync"."calendars" ADD COLUMN "google_account" text;--> statement-breakpoint
ALTER TABLE "renos_sync"."links" ADD COLUMN "row_updated" timestamp (3);