DROP INDEX "renos_sync"."journal_item_idx";--> statement-breakpoint
CREATE INDEX "journal_item_idx" ON "renos_sync"."journal" USING btree ("item_id") WHERE kind <> 'customer';