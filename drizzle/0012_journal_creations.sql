CREATE TABLE "renos_sync"."journal_creations" (
	"run_id" text NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"seqs" integer[] NOT NULL,
	"lines" integer[] NOT NULL,
	"customer_ids" text[] NOT NULL,
	CONSTRAINT "journal_creations_run_id_seq_pk" PRIMARY KEY("run_id","seq")
);
