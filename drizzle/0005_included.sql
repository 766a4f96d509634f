ALTER TABLE "renos_sync"."calendars" ADD COLUMN "included" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "links_event_idx" ON "renos_sync"."links" USING btree ("event_id");