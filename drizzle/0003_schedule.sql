CREATE TABLE "renos_sync"."channels" (
	"id" text PRIMARY KEY NOT NULL,
	"calendar_id" text NOT NULL,
	"address" text NOT NULL,
	"resource_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "renos_sync"."schedules" (
	"name" text PRIMARY KEY NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "channels_calendar_idx" ON "renos_sync"."channels" USING btree ("calendar_id","expires_at");