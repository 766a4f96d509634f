CREATE TABLE "renos_sync"."imported_bookings" (
	"booking_id" text PRIMARY KEY NOT NULL,
	"customer_id" text NOT NULL,
	"start" timestamp (3) NOT NULL,
	"service" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "imported_bookings_customer_idx" ON "renos_sync"."imported_bookings" USING btree ("customer_id","start");