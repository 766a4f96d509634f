CREATE TABLE "renos_sync"."customer_aliases" (
	"customer_id" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "renos_sync"."import_pairs" (
	"import_id" integer NOT NULL,
	"n" integer NOT NULL,
	"seq" integer NOT NULL,
	"other_seq" integer NOT NULL,
	CONSTRAINT "import_pairs_import_id_n_pk" PRIMARY KEY("import_id","n")
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "renos_sync"."import_repeats" (
	"import_id" integer NOT NULL,
	"kind" text NOT NULL,
	"key" text,
	"block" integer
);
--> statement-breakpoint
TRUNCATE "renos_sync"."customer_keys";--> statement-breakpoint
ALTER TABLE "renos_sync"."customer_keys" ALTER COLUMN "print" SET DATA TYPE bigint USING 0;--> statement-breakpoint
ALTER TABLE "renos_sync"."import_plan" ADD COLUMN "formerly" jsonb;--> statement-breakpoint
CREATE INDEX "customer_aliases_customer_idx" ON "renos_sync"."customer_aliases" USING btree ("customer_id");