CREATE UNLOGGED TABLE "renos_sync"."customer_keys" (
	"customer_id" text PRIMARY KEY NOT NULL,
	"print" text NOT NULL,
	"email_key" text,
	"phone_key" text,
	"name_key" text,
	"blocks" integer[] NOT NULL
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "renos_sync"."import_groups" (
	"import_id" integer NOT NULL,
	"label" integer NOT NULL,
	"seq" integer NOT NULL,
	CONSTRAINT "import_groups_import_id_label_seq_pk" PRIMARY KEY("import_id","label","seq")
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "renos_sync"."import_hits" (
	"import_id" integer NOT NULL,
	"seq" integer NOT NULL,
	"customer_id" text NOT NULL,
	CONSTRAINT "import_hits_import_id_seq_customer_id_pk" PRIMARY KEY("import_id","seq","customer_id")
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "renos_sync"."import_near" (
	"import_id" integer NOT NULL,
	"n" integer NOT NULL,
	"seq" integer NOT NULL,
	"customer_id" text,
	"other_seq" integer,
	CONSTRAINT "import_near_import_id_n_pk" PRIMARY KEY("import_id","n")
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "renos_sync"."import_plan" (
	"import_id" integer NOT NULL,
	"seq" integer NOT NULL,
	"outcome" text NOT NULL,
	"customer_id" text,
	"rule" text NOT NULL,
	"reason" text,
	"created" jsonb,
	"updated" jsonb,
	CONSTRAINT "import_plan_import_id_seq_pk" PRIMARY KEY("import_id","seq")
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "renos_sync"."import_rows" (
	"import_id" integer NOT NULL,
	"seq" integer NOT NULL,
	"line" integer NOT NULL,
	"reasons" text,
	"new_id" text,
	"name" text,
	"email" text,
	"phone" text,
	"address" text,
	"company_name" text,
	"notes" text,
	"tags" text[],
	"total_leads" integer,
	"total_bookings" integer,
	"total_revenue" double precision,
	"last_contact_at" timestamp (3),
	"bookings" jsonb,
	"email_key" text,
	"phone_key" text,
	"name_key" text,
	"blocks" integer[],
	CONSTRAINT "import_rows_import_id_seq_pk" PRIMARY KEY("import_id","seq")
);
--> statement-breakpoint
CREATE TABLE "renos_sync"."imports" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "renos_sync"."imports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"fingerprint" text NOT NULL,
	"run_id" text,
	"stage" text NOT NULL,
	"rows" integer,
	"merged_before" integer DEFAULT 0 NOT NULL,
	"state" jsonb,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "imports_fingerprint_idx" ON "renos_sync"."imports" USING btree ("fingerprint");