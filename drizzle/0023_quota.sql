CREATE TABLE "renos_sync"."quota" (
	"account" text PRIMARY KEY NOT NULL,
	"taken_at" double precision[] NOT NULL,
	"units" integer[] NOT NULL
);
