CREATE UNLOGGED TABLE "renos_sync"."likeness_keys" (
	"customer_id" text PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL,
	"email" bigint,
	"phone" bigint,
	"place" bigint
);
--> statement-breakpoint
ALTER TABLE "renos_sync"."customer_keys" ADD COLUMN "row_print" bigint;--> statement-breakpoint
-- Of customers that were changed since it is another number, by which no row is found.
UPDATE "renos_sync"."customer_keys" k SET "row_print" = k."source_print" # hash_record_extended(row(c.name, c.email, c.phone, c.address, c."companyName", c.notes, c.tags,
  c."totalLeads", c."totalBookings", c."totalRevenue", c."lastContactAt"), 0)
FROM "customers" c WHERE c.id = k."customer_id" AND k."source_print" IS NOT NULL;
