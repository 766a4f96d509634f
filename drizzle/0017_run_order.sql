DROP INDEX "renos_sync"."runs_kind_idx";--> statement-breakpoint
ALTER TABLE "renos_sync"."runs" ADD COLUMN "seq" bigserial NOT NULL;--> statement-breakpoint
-- Runs that are there already keep the order in which they were listed.
UPDATE "renos_sync"."runs" r SET "seq" = n.n
  FROM (SELECT id, row_number() OVER (ORDER BY started_at, id) AS n FROM "renos_sync"."runs") n WHERE n.id = r.id;--> statement-breakpoint
CREATE INDEX "runs_kind_idx" ON "renos_sync"."runs" USING btree ("kind","seq");
