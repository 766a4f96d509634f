CREATE TABLE "renos_sync"."identity" (
	"id" text PRIMARY KEY NOT NULL,
	"plan_key" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "renos_sync"."plans" (
	"id" text PRIMARY KEY NOT NULL,
	"made_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"document" jsonb NOT NULL
);
--> statement-breakpoint
INSERT INTO "renos_sync"."identity" ("id", "plan_key") SELECT gen_random_uuid()::text, replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
