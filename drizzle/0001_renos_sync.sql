CREATE SCHEMA IF NOT EXISTS "renos_sync";
--> statement-breakpoint
CREATE TABLE "renos_sync"."calendars" (
	"calendar_id" text PRIMARY KEY NOT NULL,
	"time_zone" text,
	"sync_token" text,
	"token_at" timestamp (3) with time zone,
	"covered_from" timestamp (3) with time zone,
	"covered_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "renos_sync"."conflicts" (
	"id" text PRIMARY KEY NOT NULL,
	"run_id" text NOT NULL,
	"booking_id" text NOT NULL,
	"calendar_id" text NOT NULL,
	"event_id" text NOT NULL,
	"fields" jsonb NOT NULL,
	"policy" text NOT NULL,
	"decision" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "renos_sync"."journal" (
	"run_id" text NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"side" text NOT NULL,
	"action" text NOT NULL,
	"kind" text NOT NULL,
	"item_id" text NOT NULL,
	"fields" jsonb NOT NULL,
	"rule" text NOT NULL,
	CONSTRAINT "journal_run_id_seq_pk" PRIMARY KEY("run_id","seq")
);
--> statement-breakpoint
CREATE TABLE "renos_sync"."leases" (
	"name" text PRIMARY KEY NOT NULL,
	"fence" integer NOT NULL,
	"holder" text NOT NULL,
	"session" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "renos_sync"."links" (
	"id" text PRIMARY KEY NOT NULL,
	"booking_id" text NOT NULL,
	"calendar_id" text NOT NULL,
	"event_id" text NOT NULL,
	"etag" text NOT NULL,
	"recurring_event_id" text,
	"original_start" text,
	"closed" boolean DEFAULT false NOT NULL,
	"base" jsonb NOT NULL,
	"seen" jsonb,
	"print" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "renos_sync"."runs" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"options" jsonb NOT NULL,
	"counts" jsonb,
	"error" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"duration_ms" double precision
);
--> statement-breakpoint
CREATE TABLE "renos_sync"."troubles" (
	"id" text PRIMARY KEY NOT NULL,
	"calendar_id" text NOT NULL,
	"event_id" text,
	"booking_id" text,
	"code" text NOT NULL,
	"reason" text NOT NULL,
	"print" text,
	"passing" boolean DEFAULT false NOT NULL,
	"attempts" integer DEFAULT 1 NOT NULL,
	"first_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "conflicts_open_idx" ON "renos_sync"."conflicts" USING btree ("resolved_at");--> statement-breakpoint
CREATE INDEX "conflicts_booking_idx" ON "renos_sync"."conflicts" USING btree ("booking_id");--> statement-breakpoint
CREATE INDEX "journal_item_idx" ON "renos_sync"."journal" USING btree ("item_id");--> statement-breakpoint
CREATE UNIQUE INDEX "links_booking_key" ON "renos_sync"."links" USING btree ("booking_id");--> statement-breakpoint
CREATE UNIQUE INDEX "links_event_key" ON "renos_sync"."links" USING btree ("calendar_id","event_id");--> statement-breakpoint
CREATE INDEX "links_series_idx" ON "renos_sync"."links" USING btree ("calendar_id","recurring_event_id");--> statement-breakpoint
CREATE INDEX "runs_kind_idx" ON "renos_sync"."runs" USING btree ("kind","started_at");--> statement-breakpoint
CREATE INDEX "troubles_calendar_idx" ON "renos_sync"."troubles" USING btree ("calendar_id");