import type { Shape } from './shape.js';

/** Headers as each system documents its export; the people are invented. */
export const exportedLists: readonly Shape[] = [
  {
    system: 'HubSpot contacts',
    text: 'Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Contact owner,Associated Company,Street Address,City,Postal Code,Lead Status,Last Activity Date,Create Date\n51,Mona,Rask,mona@rask.example,86 12 13 14,20 31 32 33,Rene Kontor,Rask Byg,Enghave 4,Skive,7800,Open,2026-05-01 10:00,2025-01-01 09:00\n',
    people: [
      {
        name: 'Mona Rask',
        email: 'mona@rask.example',
        phone: '+4520313233',
        companyName: 'Rask Byg',
        address: 'Enghave 4, 7800 Skive',
      },
    ],
  },
  {
    system: 'Pipedrive people',
    text: 'Person - Name,Person - Organization,Person - Email - Work,Person - Email - Home,Person - Phone - Work,Person - Phone - Mobile,Person - Owner,Person - Label,Person - Postal address\nUlf Bro,Bro Biler,ulf@bro.example,,86 22 23 24,21 32 33 34,Rene Kontor,Kunde,"Brovej 1, 8000 Aarhus C"\n',
    people: [
      {
        name: 'Ulf Bro',
        companyName: 'Bro Biler',
        email: 'ulf@bro.example',
        phone: '+4521323334',
        address: 'Brovej 1, 8000 Aarhus C',
      },
    ],
  },
  {
    system: 'Dinero contacts',
    text: 'Navn;Att. person;Adresse;Postnr.;By;Land;Telefon;E-mail;CVR-nr.;EAN-nr.;Webadresse;Betalingsbetingelse\nDal Design;Kim Dal;Dalvej 2;8600;Silkeborg;Danmark;86 33 34 35;kim@dal.example;31415926;;dal.example;Netto 8\n',
    people: [
      { name: 'Dal Design', email: 'kim@dal.example', phone: '+4586333435', address: 'Dalvej 2, 8600 Silkeborg' },
    ],
  },
  {
    system: 'Billy contacts',
    text: 'Type,Name,Country,Street,City,Zipcode,Phone,Fax,Registration No.,EAN,Contact Person Name,Contact Person Email\ncompany,Lund Lys,DK,Lundvej 3,Vejle,7100,75 44 45 46,,27182818,,Ida Lund,ida@lund.example\n',
    people: [{ name: 'Lund Lys', email: 'ida@lund.example', phone: '+4575444546', address: 'Lundvej 3, 7100 Vejle' }],
  },
  {
    system: 'e-conomic customers',
    text: 'Kundenr.;Navn;Adresse;Postnr.;By;Land;E-mail;Tlf.;Mobil;CVR-nr.;Kundegruppe;Leveringsadresse;Leveringspostnr.;Leveringsby\n100;Sø Sejl;Søvej 4;6000;Kolding;Danmark;post@soe.example;75 55 56 57;22 43 44 45;16180339;Erhverv;Havnen 1;6000;Kolding\n',
    people: [{ name: 'Sø Sejl', phone: '+4522434445', address: 'Søvej 4, 6000 Kolding', tags: ['Erhverv'] }],
  },
  {
    system: 'Shopify customers',
    text: "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags\n'77,Ane,Sand,ane@sand.example,yes,,Sandvej 5,1. tv,Ribe,,DK,'6760,,'+4523545556,no,1250.50,3,Ring på,no,\"vip, hund\"\n",
    people: [
      {
        name: 'Ane Sand',
        phone: '+4523545556',
        address: 'Sandvej 5, 1. tv, 6760 Ribe',
        totalRevenue: 1250.5,
        notes: 'Ring på',
        tags: ['vip', 'hund'],
      },
    ],
  },
  {
    system: 'WooCommerce customers',
    text: 'user_login,user_email,first_name,last_name,billing_first_name,billing_last_name,billing_company,billing_address_1,billing_postcode,billing_city,billing_country,billing_phone,shipping_address_1,shipping_postcode,shipping_city\nbo,bo@elm.example,Bo,Elm,Bo,Elm,,Fakturavej 1,8000,Aarhus C,DK,24 65 66 67,Elmevej 6,8240,Risskov\n',
    people: [
      {
        name: 'Bo Elm',
        phone: '+4524656667',
        address: 'Elmevej 6, 8240 Risskov',
        notes: 'Address: Fakturavej 1, 8000 Aarhus C',
      },
    ],
  },
  {
    system: 'Stripe customers',
    text: 'id,Description,Email,Name,Created (UTC),Delinquent,Card ID,Card Last4,Card Brand,Address Line1,Address Line2,Address City,Address Zip,Address Country,Phone,Currency,Total Spend\ncus_1,Fast kunde,eli@tarp.example,Eli Tarp,2025-01-01 10:00,false,card_1,4242,Visa,Tarpvej 7,,Esbjerg N,6715,DK,+4525767778,dkk,990.00\n',
    people: [
      {
        name: 'Eli Tarp',
        email: 'eli@tarp.example',
        phone: '+4525767778',
        address: 'Tarpvej 7, 6715 Esbjerg N',
        totalRevenue: 990,
      },
    ],
  },
  {
    system: 'Square customers',
    text: 'Reference ID,First Name,Last Name,Email Address,Phone Number,Nickname,Company Name,Street Address 1,Street Address 2,City,State,Postal Code,Birthday,Memo,Square Customer ID,Creation Source,First Visit,Last Visit,Transaction Count,Lifetime Spend,Email Subscription Status\n,Pia,Hede,pia@hede.example,+4526878889,,,Hedevej 8,,Holstebro,,7500,,Nøgle 4,SQ1,Instant Profile,2025-01-01,2026-01-01,4,kr 800.00,subscribed\n',
    people: [{ name: 'Pia Hede', phone: '+4526878889', address: 'Hedevej 8, 7500 Holstebro' }],
  },
  {
    system: 'Calendly events',
    text: 'Team,User Name,User Email,Invitee Name,Invitee First Name,Invitee Last Name,Invitee Email,Text Reminder Number,Event Type Name,Start Date & Time,End Date & Time,Location,Event Created Date & Time,Canceled,Canceled By,Cancellation reason\n,Rene Kontor,rene@os.example,Liv Krat,,,liv@krat.example,+4527989900,Vinduer,2026-06-03 11:00 am,2026-06-03 01:00 pm,Hjemme,2026-05-01 09:00 am,false,,\n,Rene Kontor,rene@os.example,Ea Krat,,,ea@krat.example,+4528989901,Vinduer,2026-06-04 11:00 am,2026-06-04 01:00 pm,Hjemme,2026-05-01 09:00 am,true,Ea Krat,Syg\n',
    people: [
      { name: 'Liv Krat', email: 'liv@krat.example' },
      { name: 'Ea Krat', email: 'ea@krat.example' },
    ],
    bookings: ['06-03T09:00 06-03T11:00 scheduled Vinduer', '06-04T09:00 06-04T11:00 cancelled Vinduer'],
  },
  {
    system: 'SimplyBook bookings',
    text: 'Code;Record date;Start date;Start time;End time;Service;Provider;Client name;Client email;Client phone;Status\nab1;01-05-2026;03-06-2026;10:00;12:00;Rengøring;Team A;Nis Holt;nis@holt.example;29 11 12 13;Confirmed\n',
    people: [{ name: 'Nis Holt', email: 'nis@holt.example', phone: '+4529111213' }],
    bookings: ['06-03T08:00 06-03T10:00 confirmed Rengøring'],
  },
  {
    system: 'Outlook contacts',
    text: "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home City,Home State,Home Postal Code,Home Country/Region,Business Fax,Business Phone,Home Phone,Mobile Phone,E-mail Address,E-mail Type,E-mail Display Name,Manager's Name,Assistant's Name,Assistant's Phone,Spouse,Web Page,Categories,Notes\n,Jo,,Lark,,,,,,,,,,Larkvej 9,Hobro,,9500,Danmark,,,98 52 53 54,30 22 23 24,jo@lark.example,SMTP,Jo Lark (jo@lark.example),Rene Kontor,,98 00 00 01,Bo,,Fast,Ring\n",
    people: [
      {
        name: 'Jo Lark',
        email: 'jo@lark.example',
        phone: '+4530222324',
        address: 'Larkvej 9, 9500 Hobro',
        tags: ['Fast'],
        notes: 'Ring\nPhone: +4598525354',
      },
    ],
  },
  {
    system: 'Google Contacts',
    text: 'First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - Postal Code,Website 1 - Value\nKit,,Mark,,,,"Mark, Kit",Mark Mad,Kok,,,Hund,,Fast ::: * myContacts,* Work,kit@mark.example,Mobile,+45 31 33 34 35,Home,"Markvej 10\n9000 Aalborg",Markvej 10,Aalborg,9000,mark.example\n',
    people: [
      {
        name: 'Kit Mark',
        companyName: 'Mark Mad',
        email: 'kit@mark.example',
        phone: '+4531333435',
        address: 'Markvej 10, 9000 Aalborg',
        notes: 'Hund',
        tags: ['Fast'],
      },
    ],
  },
  {
    system: 'Mailchimp audience',
    text: 'Email Address,First Name,Last Name,Address,Phone Number,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,LATITUDE,LONGITUDE,TIMEZONE,LAST_CHANGED,LEID,EUID,NOTES,TAGS\nlea@toft.example,Lea,Toft,"Toftvej 11  Viborg  8800  DK",32 44 45 46,2,2025-01-01 10:00:00,2025-01-01 10:00:00,,,,2025-01-01 10:00:00,1,aa,,"""vip"",""nyhed"""\n',
    people: [{ name: 'Lea Toft', email: 'lea@toft.example', phone: '+4532444546', tags: ['vip', 'nyhed'] }],
  },
  {
    system: 'Housecall Pro customers',
    text: 'Id,Display Name,First Name,Last Name,Company,Mobile Number,Home Number,Work Number,Email,Additional Emails,Role,Notes,Tags,Lifetime value,Address_1 Street Line 1,Address_1 Street Line 2,Address_1 City,Address_1 State,Address_1 Postal Code,Address_2 Street Line 1,Address_2 City,Address_2 Postal Code\n1,Nora Vig,Nora,Vig,,40 55 56 57,86 00 01 02,,nora@vig.example,,homeowner,Kat,Fast,100,Vigvej 12,,Skagen,,9990,Byvej 1,Skagen,9990\n',
    people: [
      {
        name: 'Nora Vig',
        phone: '+4540555657',
        address: 'Vigvej 12, 9990 Skagen',
        notes: 'Kat\nPhone: +4586000102\nAddress: Byvej 1, 9990 Skagen',
        tags: ['Fast'],
      },
    ],
  },
  {
    system: 'ZenMaid appointments',
    text: 'Customer Name,Customer Phone,Customer Email,Service Address,Appointment Date,Start Time,End Time,Service Type,Assigned Cleaners,Total Price,Appointment Status\nSia Bech,41 66 67 68,sia@bech.example,"Bechvej 13, 8700 Horsens",2026-06-05,9:00 AM,12:00 PM,Standard,Team B,$120.00,Completed\n',
    people: [{ name: 'Sia Bech', phone: '+4541666768', address: 'Bechvej 13, 8700 Horsens' }],
    bookings: ['06-05T07:00 06-05T10:00 completed Standard'],
  },
  {
    system: 'Launch27 bookings',
    text: 'Booking ID,Booking Date,Booking Time,Full Name,E-mail,Phone,Address,City,Zip Code,Service,Frequency,Duration,Final Price,Booking Status\n9,06/16/2026,10:30 AM,Tea Lind,tea@lind.example,42 77 78 79,Lindvej 14,Odense C,5000,Hovedrengøring,Weekly,2 hours,$150,Cancelled\n',
    people: [{ name: 'Tea Lind', phone: '+4542777879', address: 'Lindvej 14, 5000 Odense C' }],
    bookings: ['06-16T08:30 06-16T10:30 cancelled Hovedrengøring'],
  },
  {
    system: 'Odoo fields',
    text: 'id,name,parent_id,is_company,street,street2,zip,city,country_id,phone,mobile,email,vat,comment,category_id\n__export__.res_partner_9,Ulla Kær,,False,Kærvej 15,st. th,9800,Hjørring,Danmark,98 88 89 90,50 88 89 90,ulla@kaer.example,,Nøgle,Fast\n',
    people: [{ name: 'Ulla Kær', phone: '+4550888990', address: 'Kærvej 15, st. th, 9800 Hjørring' }],
  },
  {
    system: 'Brevo contacts',
    text: 'CONTACT ID;EMAIL;FIRSTNAME;LASTNAME;SMS;ADDED_TIME;MODIFIED_TIME\n1;mie@aa.example;Mie;Aa;4551909192;01-01-2025;01-02-2025\n',
    people: [{ name: 'Mie Aa', email: 'mie@aa.example' }],
  },
  {
    system: 'Swedish Fortnox customers',
    text: 'Kundnr;Kundnamn;Adress;Postnr;Ort;Land;Telefon;Mobiltelefon;E-post;Organisationsnr\n1;Åsa Ek;Ekgatan 16;211 34;Malmö;Sverige;+46401020304;+46701020304;asa@ek.example;\n',
    people: [
      { name: 'Åsa Ek', phone: '+46701020304', email: 'asa@ek.example', address: 'Ekgatan 16, 211 34 Malmö, Sverige' },
    ],
  },
  {
    system: 'German lexoffice contacts',
    text: 'Kundennummer;Firmenname;Anrede;Vorname;Nachname;Straße;PLZ;Ort;Land;E-Mail 1;Telefon 1;Mobil 1;Notizen\n1;;Frau;Grete;Sommer;Sommerweg 17;24937;Flensburg;Deutschland;grete@sommer.example;+4946112345;+491701234567;Hund\n',
    people: [
      {
        name: 'Grete Sommer',
        phone: '+491701234567',
        email: 'grete@sommer.example',
        address: 'Sommerweg 17, 24937 Flensburg, Deutschland',
        notes: 'Hund\nPhone: +4946112345',
      },
    ],
  },
  {
    system: 'Norwegian Tripletex customers',
    text: 'Kundenr.;Kundenavn;Fornavn;Etternavn;Postadresse;Postnr.;Poststed;Forretningsadresse;E-post;Mobilnr.;Merknad\n1;Kari Li;;;Liveien 18;0155;Oslo;;kari@li.example;+4791234567;Katt\n',
    people: [{ name: 'Kari Li', phone: '+4791234567', address: 'Liveien 18, 0155 Oslo', notes: 'Katt' }],
  },
  {
    system: 'Google Forms answers',
    text: 'Tidsstempel,Hvad er dit navn?,Hvad er din e-mailadresse?,Dit telefonnummer,Din adresse (vej og nr.),Postnummer,By,Kommentarer\n01-05-2026 10.11.12,Vera Lau,vera@lau.example,60 12 13 14,Lauvej 19,8900,Randers,Tak\n',
    people: [
      {
        name: 'Vera Lau',
        email: 'vera@lau.example',
        phone: '+4560121314',
        address: 'Lauvej 19, 8900 Randers',
        notes: 'Tak',
      },
    ],
  },
  {
    system: 'a CRM’s interface',
    text: '{"data":[{"id":1,"attributes":{"firstName":"Nis","lastName":"Ø","emailAddress":"nis@oe.example","phoneNumbers":[{"type":"mobile","number":"61 23 24 25"}],"billingAddress":{"line1":"Postboks 1","zip":"8000","city":"Aarhus C"},"serviceAddress":{"line1":"Øvej 20","zip":"8000","city":"Aarhus C"}}}]}',
    people: [{ name: 'Nis Ø', email: 'nis@oe.example', phone: '+4561232425', address: 'Øvej 20, 8000 Aarhus C' }],
  },
  {
    system: 'a booking page with questions of its own (Wix)',
    text: 'Registration Date,Booking Start Time,Booking End Time,Service Name,Staff Member,First Name,Last Name,Email,Phone,Amount Paid,Booking Status,Custom form field: Adresse,Custom form field: Besked\n"Nov 1, 2026, 10:00 AM","Dec 7, 2026, 9:00 AM","Dec 7, 2026, 11:00 AM",Hovedrengøring,Rene,Karen,Lind,karen@lind.example,+4520304054,0,Confirmed,"Lindevej 4, 8600 Silkeborg",Der er hund\n"Nov 1, 2026, 10:00 AM","Dec 8, 2026, 1:00 PM","Dec 8, 2026, 2:00 PM",Vinduer,Rene,Lars,Mose,lars@mose.example,+4520304055,499,Canceled,"Mosevej 4, 8600 Silkeborg",\n',
    people: [
      { name: 'Karen Lind', address: 'Lindevej 4, 8600 Silkeborg', notes: 'Der er hund' },
      { name: 'Lars Mose', address: 'Mosevej 4, 8600 Silkeborg', notes: null },
    ],
    bookings: ['12-07T08:00 12-07T10:00 confirmed Hovedrengøring', '12-08T12:00 12-08T13:00 cancelled Vinduer'],
  },
  {
    system: 'Setmore bookings, with durations in words',
    text: 'Booking Id,Date,Time,Duration,Service,Staff,Customer Name,Customer Phone,Customer Address,Cost,Status\nR1,07/12/2026,09:00 AM,120 mins,Hovedrengøring,Rene,Carla Due,+4522334455,"Skovvej 5, 8600 Silkeborg",DKK 800,CONFIRMED\nR2,18/12/2026,01:00 PM,1 hr 30 mins,Vinduer,Rene,Dan Ege,+4523344556,"Skovvej 6, 8600 Silkeborg",DKK 400,CANCELLED\n',
    people: [{ name: 'Carla Due' }, { name: 'Dan Ege' }],
    bookings: ['12-07T08:00 12-07T10:00 confirmed Hovedrengøring', '12-18T12:00 12-18T13:30 cancelled Vinduer'],
  },
  {
    system: 'Acuity appointments, whose service is called a type',
    text: 'Start Time,End Time,First Name,Last Name,Phone,Email,Type,Calendar,Appointment Price,Notes,Date Scheduled,Address\n"December 7, 2026 9:00 am","December 7, 2026 11:30 am",Mette,Holm,+4520304050,mette@holm.example,Standard rengøring,Team 1,899.00,Nøgle,"November 1, 2026","Lærkevej 9, 8600 Silkeborg"\n',
    people: [{ name: 'Mette Holm', address: 'Lærkevej 9, 8600 Silkeborg' }],
    bookings: ['12-07T08:00 12-07T10:30 scheduled Standard rengøring'],
  },
  {
    system: 'a cleaning planner with the time of arrival (ZenMaid)',
    text: 'Appointment Id,Date,Arrival Time,End Time,Customer,Customer Phone,Street,City,Zip,Service,Cleaners,Status\n1,12/07/2026,9:00 AM,11:00 AM,Jon Ibsen,(45) 2030-4070,Ibsvej 4,Silkeborg,8600,Standard Clean,Rene & Mia,Scheduled\n2,12/18/2026,1:00 PM,3:00 PM,Kit Juul,(45) 2030-4071,Juulvej 4,Silkeborg,8600,Deep Clean,Rene,Canceled\n',
    people: [
      { name: 'Jon Ibsen', phone: '+4520304070', address: 'Ibsvej 4, 8600 Silkeborg' },
      { name: 'Kit Juul', phone: '+4520304071' },
    ],
    bookings: ['12-07T08:00 12-07T10:00 scheduled Standard Clean', '12-18T12:00 12-18T14:00 cancelled Deep Clean'],
  },
  {
    system: 'a list whose only time is an end',
    text: 'Navn;Telefon;Sluttid\nJon Ibsen;20304070;11:00\n',
    people: [{ name: 'Jon Ibsen' }],
  },
  {
    system: 'ServiceM8 clients: a name turned round, and a post box beside the house',
    text: 'Client Number,Client Name,Physical Address,Physical Street,Physical City,Physical Postcode,Postal Address,Postal Street,Postal City,Postal Postcode,First Name,Last Name,Mobile,Email\n17,"Kjær, Lone",Kjærvej 1 Silkeborg 8600,Kjærvej 1,Silkeborg,8600,Boks 12 Silkeborg 8600,Boks 12,Silkeborg,8600,Lone,Kjær,20304072,lone@kjaer.example\n',
    people: [{ name: 'Lone Kjær', address: 'Kjærvej 1, 8600 Silkeborg' }],
  },
  {
    system: 'Fresha clients: the client is a number',
    text: 'Client,First name,Last name,Full name,Mobile number,Email,Address,City,Postcode\nC-1,Oda,Panduro,Oda Panduro,+45 20 30 40 58,oda@panduro.example,Pilevej 3,Silkeborg,8600\n',
    people: [{ name: 'Oda Panduro', notes: null }],
  },
  {
    system: 'monday.com: a person of ours in each row',
    text: 'Name,Person,Telefon,E-mail\nEmil Fog,Rene Kontor,20304066,emil@fog.example\nFreja Gad,Rene Kontor,20304067,freja@gad.example\nGorm Hau,Rene Kontor,20304068,gorm@hau.example\n',
    people: [
      { name: 'Emil Fog', notes: null },
      { name: 'Freja Gad', notes: null },
      { name: 'Gorm Hau', notes: null },
    ],
  },
];
