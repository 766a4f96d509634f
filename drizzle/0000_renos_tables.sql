-- RenOS's own table: made, alike to the letter, only where the application has not made it already.
DO $$
BEGIN
  IF to_regclass('customers') IS NULL THEN
    CREATE TABLE "customers" (
      "id" text PRIMARY KEY NOT NULL,
      "name" text NOT NULL,
      "email" text,
      "phone" text,
      "address" text,
      "companyName" text,
      "notes" text,
      "status" text DEFAULT 'active' NOT NULL,
      "tags" text[],
      "totalLeads" integer DEFAULT 0 NOT NULL,
      "totalBookings" integer DEFAULT 0 NOT NULL,
      "totalRevenue" double precision DEFAULT 0 NOT NULL,
      "lastContactAt" timestamp (3),
      "createdAt" timestamp (3) DEFAULT CURRENT_TIMESTAMP NOT NULL,
      "updatedAt" timestamp (3) NOT NULL
    );
    CREATE UNIQUE INDEX "customers_email_key" ON "customers" ("email");
    CREATE INDEX "customers_email_idx" ON "customers" ("email");
    CREATE INDEX "customers_status_idx" ON "customers" ("status");
  END IF;
END $$;
--> statement-breakpoint
-- RenOS's own table: made, alike to the letter, only where the application has not made it already.
DO $$
BEGIN
  IF to_regclass('bookings') IS NULL THEN
    CREATE TABLE "bookings" (
      "id" text PRIMARY KEY NOT NULL,
      "customerId" text,
      "leadId" text,
      "quoteId" text,
      "serviceType" text,
      "address" text,
      "scheduledAt" timestamp (3) DEFAULT CURRENT_TIMESTAMP NOT NULL,
      "estimatedDuration" integer DEFAULT 120 NOT NULL,
      "startTime" timestamp (3),
      "endTime" timestamp (3),
      "status" text DEFAULT 'scheduled' NOT NULL,
      "calendarEventId" text,
      "calendarLink" text,
      "notes" text,
      "actualStartTime" timestamp (3),
      "actualEndTime" timestamp (3),
      "actualDuration" integer,
      "timeVariance" integer,
      "efficiencyScore" double precision,
      "timeNotes" text,
      "timerStatus" text DEFAULT 'not_started' NOT NULL,
      "createdAt" timestamp (3) DEFAULT CURRENT_TIMESTAMP NOT NULL,
      "updatedAt" timestamp (3) NOT NULL
    );
    ALTER TABLE "bookings" ADD CONSTRAINT "bookings_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE set null ON UPDATE cascade;
    CREATE INDEX "bookings_customerId_idx" ON "bookings" ("customerId");
    CREATE INDEX "bookings_leadId_idx" ON "bookings" ("leadId");
    CREATE INDEX "bookings_scheduledAt_idx" ON "bookings" ("scheduledAt");
    CREATE INDEX "bookings_status_idx" ON "bookings" ("status");
    CREATE INDEX "bookings_timerStatus_idx" ON "bookings" ("timerStatus");
  END IF;
END $$;
--> statement-breakpoint
-- RenOS's own table: made, alike to the letter, only where the application has not made it already.
DO $$
BEGIN
  IF to_regclass('analytics') IS NULL THEN
    CREATE TABLE "analytics" (
      "id" text PRIMARY KEY NOT NULL,
      "date" date NOT NULL,
      "metric" text NOT NULL,
      "value" double precision NOT NULL,
      "metadata" jsonb,
      "createdAt" timestamp (3) DEFAULT CURRENT_TIMESTAMP NOT NULL
    );
    CREATE UNIQUE INDEX "analytics_date_metric_key" ON "analytics" ("date","metric");
  END IF;
END $$;
