CREATE TABLE "renos_sync"."past_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"wrote" boolean NOT NULL,
	"cleared" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "renos_sync"."customer_aliases" ADD COLUMN "seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
CREATE INDEX "past_runs_open_idx" ON "renos_sync"."past_runs" USING btree ("id") WHERE not cleared;--> statement-breakpoint
CREATE INDEX "customer_aliases_key_idx" ON "renos_sync"."customer_aliases" USING btree ("kind","key");--> statement-breakpoint
CREATE INDEX "customer_aliases_seen_idx" ON "renos_sync"."customer_aliases" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "links_closed_idx" ON "renos_sync"."links" USING btree ("updated_at") WHERE closed;--> statement-breakpoint
CREATE INDEX "runs_started_idx" ON "renos_sync"."runs" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "troubles_last_idx" ON "renos_sync"."troubles" USING btree ("last_at");