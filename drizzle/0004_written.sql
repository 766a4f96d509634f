CREATE UNLOGGED TABLE "renos_sync"."import_written" (
	"import_id" integer NOT NULL,
	"seq" integer NOT NULL,
	"print" text NOT NULL,
	"leads" double precision,
	"bookings" double precision,
	"revenue" double precision,
	"contact" timestamp (3),
	CONSTRAINT "import_written_import_id_seq_pk" PRIMARY KEY("import_id","seq")
);
