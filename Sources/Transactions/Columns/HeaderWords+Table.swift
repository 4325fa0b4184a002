extension HeaderWords {
  /// What headers of sales files say in ten languages. For each meaning three lists: those that say it outright,
  /// the ordinary words, which may mean something near it, and those that are taken only where nothing better is
  /// there. In each list the likelier comes first. Headers are compared folded.
  static let table = """
    customer, strong
    en Customer ID; Customer No.; Customer Number; Cust ID; Cust No.; Client ID; Client No.; Client
       Number; Buyer ID; Buyer User ID; Buyer Username; User ID; Member ID; Member No.; Membership
       Number; Account ID; Account No.; Account Number; Contact ID; Contact Number; Shopper ID; Patient
       ID; Guest ID; Loyalty Number; Loyalty Card; Card Number; Customer Code; Client Code; Debtor No.; Debtor Number; Customer Reference; Sold-to; Sold-to party; Bill-to Customer
       No.; cust_number; customer_key; customerno; custno; clientno; accountno; memberno;
       Account Reference; Account Ref.; A/C Ref.; A/C; Contact No.; Shopper Reference
    de Kunden-Nr.; KdNr; Kundennummer; Kunden-ID; Kundencode; Debitor; Debitorennummer; Debitoren-Nr.;
       Debitor-Nr.; Kontakt-Nr.; Debitorenkonto; Personenkonto; Kundenkonto; Kontonummer Kunde; Mitgliedsnummer;
       Mitglieds-Nr.; Käufer-ID; Benutzername des Käufers; Nutzername des Käufers; Adressnummer;
       Adress-Nr.; Auftraggeber-Nr.
    fr N° client; N° de client; Client n°; Numéro client; Numéro de client; Code client; ID client;
       Identifiant client; Identifiant; Réf. client; Référence client; Compte client; Code tiers; N°
       tiers; N° compte client; N° adhérent; Numéro d'adhérent; Code adhérent
    es N.º de cliente; Nº cliente; Número de cliente; Número cliente; ID cliente; ID de cliente; Código
       cliente; Código de cliente; Cód. cliente; Ref. cliente; Referencia cliente; Cuenta cliente;
       Código de deudor; N.º de socio; Número de socio
    it Codice cliente; Cod. cliente; N. cliente; N° cliente; Numero cliente; ID cliente; Codice utente;
       Conto cliente; Codice anagrafica; Codice socio
    nl Klantnummer; Klantnr.; Klant-ID; Klantcode; Debiteurnummer; Debiteurennummer; Debiteurnr.;
       Debiteurcode; Relatienummer; Relatienr.; Relatiecode; Lidnummer
    pt Nº cliente; Nº do cliente; N.º de cliente; Número do cliente; Número de cliente; Código do
       cliente; Código cliente; Cód. cliente; ID cliente; ID do cliente; Conta do cliente; Número de
       sócio
    pl Nr klienta; Numer klienta; ID klienta; Kod klienta; Identyfikator klienta; Nr kontrahenta; Numer
       kontrahenta; Kod kontrahenta; ID kontrahenta; Akronim kontrahenta; Nr nabywcy; Numer odbiorcy;
       Konto klienta; Nr odbiorcy
    sv Kundnr; Kundnummer; Kund-ID; Kundkod; Medlemsnummer; Medlemsnr
    da Kundenr.; Kundenummer; Kunde-ID; Kundekode; Debitornr.; Debitornummer; Debitorkonto; Medlemsnr.;
       Medlemsnummer
    customer, usual
    en Customer; Client; Buyer; Account; User; Member; Debtor; Shopper; Customers; Guest; Retailer;
       Account Code; VAT Number; VAT No.; VAT ID; VAT Reg. No.; Tax ID; Tax Number; TIN
    de Kunde; Kundin; Käufer; Auftraggeber; Besteller; Rechnungsempfänger; Mitglied; Gast; USt-IdNr.;
       USt-ID; UID; UID-Nummer
    fr Client; Cliente; Acheteur; Tiers; Adhérent; Débiteur; N° TVA; N° TVA intracommunautaire; SIREN;
       SIRET
    es Cliente; Comprador; Deudor; Socio; NIF; CIF; NIF/CIF; CIF/NIF; DNI; NIF cliente; CIF cliente
    it Cliente; Acquirente; Committente; Intestatario; Debitore; Socio; Partita IVA; P.IVA; P. IVA;
       Codice fiscale; Cod. Fisc.
    nl Klant; Debiteur; Afnemer; Koper; Relatie; Lid; BTW-nummer; KvK-nummer
    pt Cliente; Comprador; Utente; Sócio; Devedor; NIF; NIPC; CPF; CNPJ; CPF/CNPJ; CNPJ/CPF; Contribuinte;
       Nº contribuinte
    pl Klient; Kontrahent; Nabywca; Odbiorca; Kupujący; Zamawiający; NIP; NIP nabywcy; NIP kontrahenta
    sv Kund; Köpare; Beställare; Medlem; Org.nr; Organisationsnummer; Personnummer
    da Kunde; Køber; Debitor; Medlem; CVR; CVR-nr.; CVR-nummer; SE-nr.
    customer, weak
    en Contact; Company; Customer Phone; Phone; Associated Company; Associated Contact
    de Empfänger; Kontakt; Geschäftspartner; Konto
    fr Destinataire; Contact
    es Destinatario; Contacto; Tercero
    it Destinatario; Contatto; Anagrafica
    nl Contact; Contactpersoon
    pt Destinatário; Contato; Contacto; Terceiro
    pl Płatnik; Kontakt
    sv Kontakt; Fakturamottagare
    da Kontakt; Modtager
    email, strong
    en Customer Email; Email; Email Address; Buyer Email; Billing Email; Client Email; Contact Email;
       Customer Email Address; Mail; From Email Address; Email (Billing); User Email
    de E-Mail; E-Mail-Adresse; Mailadresse; E-Mail Kunde; Kunden-E-Mail; E-Mail des Käufers;
       E-Mail-Adresse des Käufers; Rechnungs-E-Mail
    fr E-mail; Courriel; Adresse e-mail; Adresse de courriel; Adresse électronique; E-mail client;
       Courriel client; Mél
    es Correo electrónico; Correo; E-mail; Dirección de correo; Dirección de correo electrónico; Correo
       del cliente; Email cliente; Correo electrónico del cliente
    it E-mail; Indirizzo e-mail; Posta elettronica; Email cliente; E-mail acquirente
    nl E-mail; E-mailadres; E-mailadres klant; E-mail klant; Mailadres
    pt E-mail; Correio eletrónico; Endereço de e-mail; E-mail do cliente
    pl E-mail; Adres e-mail; E-mail klienta; E-mail kupującego; Poczta elektroniczna
    sv E-post; E-postadress; Mejl; Mejladress; E-mail; Kundens e-post
    da E-mail; E-mailadresse; Mailadresse; E-post; Kundens e-mail
    email, usual
    de Mail
    fr Mail
    es Mail
    it Mail
    nl Mail
    pt Mail
    pl Mail
    sv Mail
    da Mail
    email, weak
    it PEC
    name, strong
    en Customer Name; Client Name; Buyer Name; Full Name; Account Name; Company Name; Contact Name;
       Billing Name; Bill-to Name; Name; Cust Name; Debtor Name; Consumer Name; Shopper Name; Retailer
       Name; Guest Name
    de Kundenname; Name des Käufers; Name; Firma; Firmenname; Name 1; Debitorenname; Bezeichnung Kunde;
       Kunde Name; Kontaktname
    fr Nom du client; Nom client; Raison sociale; Nom; Société; Nom complet; Dénomination; Intitulé
       client; Libellé client; Nom de l'acheteur
    es Nombre del cliente; Nombre cliente; Razón social; Nombre; Nombre y apellidos; Empresa; Nombre
       fiscal; Denominación
    it Nome cliente; Ragione sociale; Nominativo; Nome; Denominazione; Nome e cognome; Azienda
    nl Klantnaam; Naam klant; Naam; Bedrijfsnaam; Debiteurnaam; Relatienaam; Bedrijf
    pt Nome do cliente; Nome cliente; Nome; Razão social; Nome completo; Empresa; Denominação
    pl Nazwa klienta; Nazwa kontrahenta; Nazwa nabywcy; Imię i nazwisko; Nazwa; Nazwa firmy; Firma;
       Kontrahent nazwa
    sv Kundnamn; Namn; Företag; Företagsnamn; Kundens namn
    da Kundenavn; Navn; Firma; Firmanavn; Debitornavn; Virksomhed; Kundens navn
    name, usual
    en Last Name; Surname; First Name
    de Nachname; Vorname
    fr Prénom
    es Apellidos; Apellido
    it Cognome
    nl Achternaam; Voornaam
    pt Apelido; Sobrenome
    pl Nazwisko; Imię
    sv Efternamn; Förnamn
    da Efternavn; Fornavn
    invoice, strong
    en Invoice No.; Invoice Number; Invoice ID; Order ID; Order No.; Order Number; Order Name;
       Transaction ID; Transaction No.; Transaction Number; Receipt No.; Receipt Number; Receipt ID;
       Sale ID; Sale No.; Sales Order No.; Sales Order; Sales Invoice; Document No.; Document Number;
       Document ID; Doc No.; Voucher No.; Voucher Number; Ticket No.; Ticket Number; Ticket ID; Bill
       No.; Bill Number; Basket ID; Cart ID; Check No.; Check Number; Purchase ID; Booking ID; Booking
       Number; Reservation ID; order_reference; invoiceno; orderno; receiptno; transactionno;
       documentno; docno; ticketno; billno
    de Rechnungs-Nr.; Rechnungsnummer; Rechnung Nr.; RgNr; RE-Nr.; Beleg-Nr.; Belegnummer;
       Bestellnummer; Bestell-Nr.; Bestell-ID; Auftragsnummer; Auftrags-Nr.; Auftrags-ID; Bonnummer;
       Bon-Nr.; Kassenbon-Nr.; Transaktionsnummer; Transaktions-ID; Transaktionscode; Vorgangsnummer;
       Vorgangs-Nr.; Dokumentnummer; Dokument-Nr.; Verkaufsprotokollnummer; Lieferscheinnummer;
       Belegfeld 1
    fr N° facture; N° de facture; Facture n°; Numéro facture; Numéro de facture; N° commande; N° de
       commande; Numéro de commande; Numéro commande; Commande n°; ID commande; Réf. commande; Référence
       commande; Référence de la commande; Réf. facture; Référence facture; N° ticket; N° de ticket;
       Numéro de ticket; Ticket n°; N° pièce; Pièce n°; N° de pièce; Numéro de pièce; Numéro de la
       pièce; N° transaction; Numéro de transaction; ID transaction; N° document; Numéro de document; N°
       vente; N° de vente
    es Nº factura; Nº de factura; Número de factura; Número factura; ID factura; Nº pedido; Nº de
       pedido; Número de pedido; Número pedido; ID pedido; ID de pedido; Nº ticket; Número de ticket; Nº
       documento; Número de documento; Nº albarán; Número de albarán; ID transacción; ID de transacción;
       Número de transacción; Código de pedido; Nº de operación
    it N. fattura; N° fattura; Numero fattura; ID fattura; N. ordine; N° ordine; Numero ordine; ID
       ordine; Numero d'ordine; N. documento; Numero documento; Num. doc.; N. doc.; Nr. documento; N.
       scontrino; Numero scontrino; ID transazione; Numero transazione; Codice ordine; N. ricevuta;
       Numero ricevuta
    nl Factuurnummer; Factuurnr.; Factuur-ID; Ordernummer; Ordernr.; Order-ID; Bestelnummer; Bestelnr.;
       Bestelling-ID; Bonnummer; Bonnr.; Transactienummer; Transactie-ID; Transactie nr; Documentnummer;
       Boekstuknummer; Boekstuk; Verkoopordernummer; Kassabonnummer; Kassabonnr.
    pt Nº fatura; Nº da fatura; Número da fatura; Número de fatura; Nº factura; Número da factura; N.º
       da factura; Nota fiscal; Nº nota fiscal; Número da nota fiscal; Número da nota; NF-e; Nº NF; Nº
       pedido; Nº do pedido; Número do pedido; ID do pedido; ID pedido; Código do pedido; Nº encomenda;
       N.º da encomenda; Número da encomenda; Nº documento; Número do documento; N.º do documento; ID da
       transação; ID transação; Código da transação; Nº venda; Número da venda; Nº do recibo; Número do
       recibo
    pl Nr faktury; Numer faktury; Nr dokumentu; Numer dokumentu; Nr zamówienia; Numer zamówienia; ID
       zamówienia; Nr paragonu; Numer paragonu; Nr transakcji; ID transakcji; Numer transakcji; Nr
       rachunku; Numer rachunku; ID faktury; Nr sprzedaży
    sv Fakturanr; Fakturanummer; Faktura-ID; Ordernr; Ordernummer; Order-ID; Beställningsnummer;
       Beställningsnr; Kvittonr; Kvittonummer; Verifikationsnr; Verifikationsnummer; Transaktions-ID;
       Transaktionsnummer; Transaktionsnr; Dokumentnummer; Verifikat nr
    da Fakturanr.; Fakturanummer; Faktura-ID; Ordrenr.; Ordrenummer; Ordre-ID; Bestillingsnummer;
       Bestillingsnr.; Bonnr.; Bonnummer; Kvitteringsnr.; Kvitteringsnummer; Bilagsnr.; Bilag nr.;
       Bilagsnummer; Transaktions-ID; Transaktionsnr.; Transaktionsnummer
    invoice, usual
    en Invoice; Order; Transaction; Receipt; Document; Ticket; Sale; Bill; Booking; Voucher; Invoice
       Reference
    de Rechnung; Beleg; Bestellung; Auftrag; Bon; Vorgang; Transaktion; Kassenbon
    fr Facture; Commande; Ticket; Pièce; Transaction; Vente; Document
    es Factura; Pedido; Ticket; Documento; Albarán; Transacción; Orden; Recibo
    it Fattura; Ordine; Documento; Scontrino; Transazione; Ricevuta
    nl Factuur; Order; Bestelling; Bon; Transactie; Verkooporder; Kassabon
    pt Fatura; Factura; Pedido; Encomenda; Venda; Transação; Documento; Recibo
    pl Faktura; Zamówienie; Paragon; Dokument; Transakcja; Rachunek
    sv Faktura; Order; Beställning; Kvitto; Transaktion; Verifikat; Verifikation
    da Faktura; Ordre; Bestilling; Bon; Kvittering; Bilag; Transaktion
    invoice, weak
    en Reference; Reference No.; Ref; Ref No.; ID; Number; No.
    de Referenz; Nummer; Nr.; Verwendungszweck
    fr Référence; Réf.; Numéro; N°
    es Referencia; Ref.; Número; Nº
    it Riferimento; Rif.; Numero; N.
    nl Referentie; Kenmerk; Nummer; Nr.
    pt Referência; Ref.; Número; Nº
    pl Numer; Nr; Referencja
    sv Referens; Nummer; Nr
    da Reference; Nummer; Nr.
    date, strong
    en Invoice Date; Order Date; Purchase Date; Transaction Date; Sale Date; Sales Date; Date of Sale;
       Date of Purchase; Order Datetime; Invoice Datetime; Receipt Date; Created at; Order Created at;
       Ordered at; Purchased at; Document Date; Posting Date; Booking Date; Bill Date; Visit Date; Order
       Placed; Created (UTC); Created date (UTC); Transaction Time; Completed;
       Doc Date; Sold at; Sold on; Trx Date; Txn Date; Order Time; Opened; Date Added; Date Purchased;
       Occurred at; Billed at
    de Rechnungsdatum; Belegdatum; Bestelldatum; Auftragsdatum; Kaufdatum; Verkaufsdatum; Verkauft am;
       Bestellt am; Datum der Rechnung; Bondatum; Transaktionsdatum; Buchungsdatum; Ausstellungsdatum;
       Rechnung vom; Datum/Uhrzeit; Datum und Uhrzeit; Erstellt am; Angelegt am;
       Erstelldatum; Erstellt am; Bestellzeit
    fr Date facture; Date de facture; Date de la facture; Date de facturation; Date commande; Date de
       commande; Date de la commande; Date d'achat; Date achat; Date de vente; Date vente; Date pièce;
       Date de pièce; Date ticket; Date du ticket; Date d'émission; Date émission; Date de transaction;
       Date document; Date de création; Créé le; Date et heure; Date/heure; Passée le
    es Fecha expedición; Fecha de expedición; Fecha factura; Fecha de factura; Fecha de la factura; Fecha pedido; Fecha de pedido; Fecha del
       pedido; Fecha de compra; Fecha compra; Fecha de venta; Fecha venta; Fecha de emisión; Fecha
       emisión; Fecha documento; Fecha del documento; Fecha de transacción; Fecha y hora; Fecha/hora;
       Fecha de creación; Creado el
    it Data fattura; Data della fattura; Data ordine; Data dell'ordine; Data acquisto; Data di acquisto;
       Data vendita; Data di vendita; Data documento; Data doc.; Data emissione; Data di emissione; Data
       transazione; Data scontrino; Data e ora; Data/ora; Data creazione; Data di creazione; Creato il
    nl Factuurdatum; Orderdatum; Besteldatum; Aankoopdatum; Verkoopdatum; Bondatum; Transactiedatum;
       Boekdatum; Boekingsdatum; Documentdatum; Datum en tijd; Datum/tijd; Aanmaakdatum; Aangemaakt op;
       Besteld op
    pt Data da fatura; Data fatura; Data da factura; Data do pedido; Data pedido; Data da encomenda;
       Data da compra; Data compra; Data de compra; Data da venda; Data venda; Data de venda; Data de
       emissão; Data emissão; Data da emissão; Data do documento; Data documento; Data da transação;
       Data e hora; Data/hora; Data de criação; Criado em
    pl Data faktury; Data wystawienia; Data zamówienia; Data złożenia zamówienia; Data zakupu; Data
       sprzedaży; Data dokumentu; Data transakcji; Data paragonu; Data i godzina; Data/godzina; Data
       utworzenia; Utworzono
    sv Fakturadatum; Orderdatum; Beställningsdatum; Köpdatum; Försäljningsdatum; Kvittodatum;
       Transaktionsdatum; Bokföringsdatum; Verifikationsdatum; Datum och tid; Datum/tid; Skapad; Skapad
       den
    da Fakturadato; Ordredato; Bestillingsdato; Købsdato; Salgsdato; Bondato; Kvitteringsdato;
       Transaktionsdato; Bogføringsdato; Bilagsdato; Dato og tid; Dato/tid; Oprettet; Oprettelsesdato
    date, usual
    en Date; Datetime; Date and Time; Timestamp; Created; Creation Date; Created on; Date Created; Day;
       Paid at; Payment Date; Date Paid; Paid On Date; Close Date
    de Datum; Tag; Zeitpunkt; Zeitstempel; Leistungsdatum; Zahlungsdatum; Bezahlt am; Buchungstag
    fr Date; Jour; Horodatage; Date de paiement; Date paiement; Payé le; Date comptable; Date d'écriture
    es Fecha; Día; Fecha de pago; Fecha pago; Marca de tiempo
    it Data; Giorno; Data pagamento; Data registrazione
    nl Datum; Dag; Tijdstip; Betaaldatum; Betaald op
    pt Data; Dia; Data de pagamento; Data do pagamento; Pago em
    pl Data; Dzień; Data płatności; Data zapłaty; Data operacji; Data księgowania
    sv Datum; Dag; Tidpunkt; Betaldatum; Betald
    da Dato; Dag; Betalingsdato; Betalt
    date, weak
    en Period; Month; Time
    de Lieferdatum; Valuta; Wertstellung; Monat
    fr Mois
    es Mes
    it Data valuta; Mese
    nl Maand
    pt Mês
    pl Miesiąc
    sv Månad
    da Måned
    time, strong
    en Time; Time of Day; Order Time; Sale Time; Transaction Time; Purchase Time; Invoice Time; Time of
       Sale; Clock
    de Uhrzeit; Zeit; Bestellzeit; Verkaufszeit; Belegzeit; Bonzeit
    fr Heure; Heure de commande; Heure commande; Heure de vente; Heure d'achat
    es Hora; Hora de venta; Hora del pedido; Hora de compra
    it Ora; Orario; Ora vendita; Ora ordine
    nl Tijd; Tijdstip; Besteltijd; Verkooptijd
    pt Hora; Horário; Hora da venda; Hora do pedido
    pl Godzina; Czas; Godzina sprzedaży; Godzina zamówienia
    sv Tid; Klockslag; Klockan; Tidpunkt
    da Tid; Tidspunkt; Klokkeslæt
    time, weak
    en Hour
    de Stunde
    nl Uur
    sv Timme
    da Time
    quantity, strong
    en Quantity; Qty; Quantity Ordered; Quantity Purchased; Qty Ordered; Qty Sold; Quantity Sold; Units
       Sold; Order Quantity; Lineitem quantity; Item Quantity; Quantity Invoiced
    de Menge; Anzahl; Stückzahl; Bestellmenge; Verkaufsmenge; Rechnungsmenge; Liefermenge; Artikelmenge
    fr Quantité; Qté; Quantité commandée; Quantité vendue; Qté vendue; Nombre d'articles
    es Cantidad; Cant.; Cantidad pedida; Cantidad vendida; Ctd.
    it Quantità; Qtà; Quantità ordinata; Quantità venduta
    nl Aantal; Hoeveelheid; Besteld aantal; Aantal verkocht; Aantal stuks
    pt Quantidade; Qtd; Qtde; Qde; Quantidade vendida; Quant.
    pl Ilość; Liczba sztuk; Ilość sprzedana; Ilość zamówiona
    sv Antal; Kvantitet; Mängd; Beställt antal; Sålt antal
    da Antal; Mængde; Bestilt antal; Solgt antal
    quantity, usual
    en Units; Pieces; Pcs; Count; Number of Items; Items Sold; Items
    de Stück; Stk; Einheiten
    fr Unités; Nombre; Pièces
    es Unidades; Uds.; Piezas
    it Pezzi; Pz; Unità; Numero pezzi
    nl Stuks; Eenheden
    pt Unidades; Peças; Un.
    pl Sztuk; Szt.; Liczba
    sv Stycken; Enheter; St
    da Stk; Enheder
    quantity, weak
    en Volume
    price, strong
    en Unit Price; Price Each; Price per Unit; Item Price; Net Price; Gross Price; Lineitem price; Price
       per Item; Wholesale Price; Retail Price; Price Pound
    de Einzelpreis; Stückpreis; Preis pro Stück; Preis je Einheit; Verkaufspreis; VK-Preis; VK;
       Bruttopreis; Preis brutto; Einzelpreis brutto; Nettopreis; Preis netto; Einzelpreis netto; E-Preis;
       EP
    fr Prix unitaire; Prix unitaire HT; Prix unitaire TTC; PU; PU HT; PU TTC; Prix de vente; Prix à
       l'unité
    es Precio unitario; Precio por unidad; Precio unidad; Precio ud.; P. unitario; P.U.; PVP; Precio de
       venta
    it Prezzo unitario; Prezzo unit.; Prezzo per unità; Prezzo di vendita; P. unitario; Prezzo cad.
    nl Stukprijs; Prijs per stuk; Eenheidsprijs; Verkoopprijs; Prijs per eenheid; Stuksprijs
    pt Preço unitário; Preço unit.; Preço por unidade; Valor unitário; Valor unit.; Preço de venda; P.
       unitário
    pl Cena jednostkowa; Cena jedn.; Cena za sztukę; Cena sprzedaży; Cena jedn. netto; Cena jedn.
       brutto; Cena netto; Cena brutto
    sv Styckpris; à-pris; Enhetspris; Försäljningspris; Pris per styck; Pris/st
    da Stykpris; Enhedspris; Salgspris; Pris pr. stk.; Pris pr. enhed
    price, usual
    en Price; Sales Price; Selling Price; Sale Price; Rate; Unit Amount
    de Preis
    fr Prix; Prix HT; Prix TTC; Tarif
    es Precio
    it Prezzo
    nl Prijs
    pt Preço
    pl Cena
    sv Pris
    da Pris
    price, weak
    en Unit Cost; Retail; List Price
    de Listenpreis
    it Prezzo di listino
    amount, strong
    en Order Total; Total Amount; Invoice Total; Invoice Amount; Grand Total; Total Price; Total Paid;
       Amount Paid; Order Amount; Order Value; Transaction Amount; Purchase Amount; Sales Amount; Sale
       Amount; Line Total; Line Amount; Total Sales; Gross Amount; Gross Total; Gross Value; Total incl. VAT; Total including tax; Total (incl.
       tax); Total inc. GST; Total Collected; Gross Sales; Revenue; Turnover;
       Amount Charged; Item Total; Total Revenue; Total Signed;
       Order Total (inc tax); Final Price; Amt
    de Rechnungsbetrag; Bruttobetrag; Gesamtbetrag; Gesamtsumme; Endbetrag; Betrag brutto; Summe brutto;
       Bruttosumme; Rechnungssumme; Auftragswert; Bestellwert; Bestellsumme; Auftragssumme; Umsatz;
       Umsatz brutto; Bruttoumsatz; Erlös; Zahlbetrag; Gesamtpreis; Zeilensumme; Positionssumme; Gesamt
       brutto; Betrag (EUR); Betrag in EUR; Rechnungsbetrag brutto; Positionssumme brutto; Bruttowert;
       Gesamtpreis Brutto
    fr Montant TTC; Total TTC; TTC; Montant total TTC; Montant total; Montant facture; Montant de la
       facture; Montant commande; Montant de la commande; Total commande; Total facture; Net à payer;
       Montant payé; Montant réglé; Chiffre d'affaires; CA; CA TTC; Total général; Montant ligne; Total
       ligne; Montant de la vente
    es Importe total; Importe factura; Importe de la factura; Total factura; Total pedido; Importe
       pedido; Importe del pedido; Importe con IVA; Total con IVA; Total IVA incluido; Total a pagar;
       Importe pagado; Importe bruto; Total bruto; Valor total; Monto total; Facturación; Ingresos;
       Total línea; Importe línea
    it Importo totale; Totale fattura; Totale ordine; Importo fattura; Importo ordine; Totale documento;
       Totale doc.; Totale ivato; Totale IVA inclusa; Totale con IVA; Importo lordo; Totale lordo;
       Totale da pagare; Importo pagato; Fatturato; Ricavo; Totale riga; Importo riga; Valore totale;
       Prezzo totale; Tot. documento; Tot. doc.; Tot. fattura
    nl Totaalbedrag; Factuurbedrag; Orderbedrag; Bestelbedrag; Orderwaarde; Totaal incl. btw; Totaal
       inclusief btw; Bedrag incl. btw; Bedrag inclusief btw; Brutobedrag; Totaalprijs; Betaald bedrag;
       Te betalen; Omzet; Omzet incl. btw; Regeltotaal; Regelbedrag
    pt Valor total; Total da fatura; Total da factura; Total do pedido; Total da encomenda; Valor da
       fatura; Valor do pedido; Valor da venda; Total com IVA; Valor com IVA; Total IVA incluído; Valor
       pago; Total a pagar; Total pago; Montante total; Faturamento; Faturação; Receita; Total da linha;
       Valor bruto; Total geral; Preço total; Valor da nota; Valor da nota fiscal
    pl Kwota brutto; Wartość brutto; Suma brutto; Razem brutto; Kwota faktury; Wartość faktury; Kwota
       zamówienia; Wartość zamówienia; Suma zamówienia; Kwota całkowita; Wartość całkowita; Do zapłaty;
       Zapłacono; Kwota zapłacona; Wartość sprzedaży; Sprzedaż brutto; Obrót; Przychód
    sv Totalbelopp; Fakturabelopp; Orderbelopp; Ordervärde; Ordersumma; Belopp inkl. moms; Belopp
       inklusive moms; Summa inkl. moms; Totalt inkl. moms; Total inkl. moms; Att betala; Betalt belopp;
       Bruttobelopp; Omsättning; Försäljning; Försäljningsbelopp; Radsumma; Radbelopp
    da Totalbeløb; Fakturabeløb; Ordrebeløb; Ordretotal; Ordresum; Beløb inkl. moms; Beløb inklusive
       moms; Total inkl. moms; I alt inkl. moms; I alt; At betale; Betalt beløb; Bruttobeløb; Omsætning;
       Salg; Salgsbeløb; Linjetotal; Linjebeløb; Beløb i alt
    amount, usual
    en Amount; Total; Sales; Gross; Value; Spend; Sum; Paid; Payment
    de Betrag; Summe; Gesamt; Brutto; Wert; Total
    fr Montant; Total; Somme; Valeur; Ventes; Prix total
    es Importe; Total; Monto; Valor; Ventas; Suma
    it Importo; Totale; Valore; Vendite; Somma; Incasso
    nl Bedrag; Totaal; Waarde; Som; Verkopen
    pt Valor; Total; Montante; Importância; Vendas; Soma; Quantia
    pl Kwota; Wartość; Suma; Razem; Brutto; Sprzedaż
    sv Belopp; Summa; Totalt; Total; Värde
    da Beløb; Total; Sum; Værdi
    amount, weak
    en Subtotal; Net Sales; Net Amount; Net Total; N. Revenue; Net; Price Paid; Total excl. VAT; Amount Net;
       Net Value
    de Nettobetrag; Betrag netto; Nettoumsatz; Umsatz netto; Nettowert; Netto; Zwischensumme; Nettosumme;
       Soll; Haben
    fr Montant HT; Total HT; CA HT; HT; Sous-total; Débit; Crédit
    es Base imponible; Importe neto; Total neto; Subtotal; Neto; Bruto
    it Imponibile; Importo netto; Totale netto; Subtotale; Netto; Lordo
    nl Nettobedrag; Bedrag excl. btw; Totaal excl. btw; Omzet excl. btw; Subtotaal; Netto; Bruto
    pt Valor líquido; Total líquido; Total sem IVA; Subtotal; Líquido; Bruto
    pl Kwota netto; Wartość netto; Sprzedaż netto; Netto
    sv Belopp exkl. moms; Nettobelopp; Summa exkl. moms; Delsumma; Netto; Brutto
    da Beløb ekskl. moms; Nettobeløb; Total ekskl. moms; Subtotal; Netto; Brutto
    stock, strong
    en SKU; Stock Code; Product ID; Product Code; Product No.; Product Number; Item ID; Item Code; Item
       No.; Item Number; Article No.; Article Number; Article ID; Part No.; Part Number; Lineitem sku;
       EAN; UPC; GTIN; Barcode; ASIN; Material No.; articleno; productno; itemno; partno
    de Artikelnummer; Artikel-Nr.; Art.-Nr.; Artikel-ID; Produktnummer; Produkt-Nr.; Produkt-ID;
       Produktcode; Bestandseinheit; Materialnummer; Material-Nr.; Warencode; EAN; GTIN; Barcode
    fr Référence article; Réf. article; Code article; N° article; Numéro d'article; Référence produit;
       Réf. produit; Code produit; ID produit; N° produit; Code-barres; Code barre; UGS
    es Código artículo; Código de artículo; Cód. artículo; Ref. artículo; Referencia artículo; Código
       producto; Código de producto; ID producto; Referencia producto; Nº artículo; Código de barras
    it Codice articolo; Cod. articolo; Cod. art.; Codice prodotto; Cod. prodotto; ID prodotto; N.
       articolo; Numero articolo; Rif. articolo; Codice a barre
    nl Artikelnummer; Artikelnr.; Artikelcode; Productcode; Productnummer; Product-ID; Productnr.;
       Barcode; EAN-code
    pt Código do artigo; Código artigo; Cód. artigo; Código do produto; Código produto; Cód. produto; ID
       do produto; ID produto; Referência do produto; Ref. produto; Ref. artigo; Código de barras
    pl Kod produktu; Nr produktu; ID produktu; Symbol produktu; Kod towaru; Symbol towaru; Nr towaru;
       Indeks towaru; Indeks; Kod artykułu; Nr artykułu; Kod kreskowy
    sv Artikelnr; Artikelnummer; Artikel-ID; Art.nr; Produktnr; Produktnummer; Produkt-ID; Produktkod;
       Streckkod
    da Varenr.; Varenummer; Vare-ID; Produktnr.; Produktnummer; Produkt-ID; Produktkode; Artikelnr.;
       Stregkode
    stock, usual
    en Product; Item; Article; Stock
    de Artikel; Produkt; Material; Ware
    fr Article; Produit
    es Artículo; Producto
    it Articolo; Prodotto
    nl Artikel; Product
    pt Artigo; Produto
    pl Produkt; Towar; Artykuł
    sv Artikel; Produkt; Vara
    da Vare; Produkt; Artikel
    stock, weak
    en Product Name; Item Name; Description
    de Artikelbezeichnung; Artikelname; Bezeichnung
    fr Désignation; Libellé article; Nom du produit
    es Descripción artículo; Nombre del producto; Concepto
    it Descrizione articolo; Nome prodotto
    nl Artikelomschrijving; Productnaam; Omschrijving
    pt Descrição do produto; Nome do produto
    pl Nazwa produktu; Nazwa towaru
    sv Artikelnamn; Benämning; Produktnamn
    da Varenavn; Varetekst; Produktnavn
    currency, strong
    en Currency; Currency Code; Order Currency; Invoice Currency; Transaction Currency; Curr; Ccy; CCY
       Code
    de Währung; Waehrung; Währungscode; Währungskürzel; WKZ; Whg; Rechnungswährung
    fr Devise; Code devise; Monnaie
    es Moneda; Divisa; Código de moneda; Código divisa
    it Valuta; Divisa; Codice valuta
    nl Valuta; Munt; Munteenheid; Valutacode
    pt Moeda; Divisa; Código da moeda
    pl Waluta; Kod waluty
    sv Valuta; Valutakod
    da Valuta; Valutakode; Møntsort
    refund, strong
    en Refunded Amount; Amount Refunded; Refund Amount; Refunded; Refunds; Refund; Refund Total; Refunds
       Total; Total Refunded; Total Refunds; Partial Refund; Order Refund Amount
    de Erstattet; Erstattung; Erstattungsbetrag; Erstatteter Betrag; Rückerstattung; Rückerstattet
    fr Remboursé; Montant remboursé; Remboursement; Montant du remboursement; Total remboursé
    es Reembolsado; Importe reembolsado; Reembolso; Importe del reembolso; Total reembolsado
    it Rimborsato; Importo rimborsato; Rimborso; Importo rimborso; Totale rimborsato
    nl Terugbetaald; Terugbetaald bedrag; Terugbetaling
    pt Reembolsado; Valor reembolsado; Reembolso; Valor do reembolso; Estorno; Valor estornado
    pl Zwrócono; Kwota zwrotu; Zwrot; Zwrócona kwota
    sv Återbetalt; Återbetalt belopp; Återbetalning
    da Refunderet; Refunderet beløb; Refundering
    tax, strong
    en Tax; VAT; Tax Amount; VAT Amount; Taxes; Tax Total; Total Tax; Sales Tax; GST
    de MwSt; MwSt.; MWST; USt; USt.; Umsatzsteuer; Mehrwertsteuer; Steuer; Steuerbetrag; MwSt-Betrag
    fr TVA; Montant TVA; Taxe; Taxes; Total TVA
    es IVA; Cuota IVA; Importe IVA; Total IVA; Cuota; Impuesto; Impuestos
    it IVA; Imposta; Importo IVA; Totale IVA
    nl BTW; Btw-bedrag; Bedrag btw
    pt IVA; Valor IVA; Imposto; Impostos; ICMS
    pl VAT; Kwota VAT; Podatek; Podatek VAT; Wartość VAT
    sv Moms; Momsbelopp
    da Moms; Momsbeløb
    status, strong
    en Status; Order Status; Payment Status; Financial Status; State; Order State; Invoice Status;
       Transaction Status; Event Type; Order Payment State; Deal Stage; Stage
    de Status; Bestellstatus; Auftragsstatus; Zahlungsstatus; Rechnungsstatus; Belegstatus; Zustand
    fr Statut; État; Statut de la commande; Statut commande; État de la commande; Statut du paiement;
       Statut facture
    es Estado; Estado del pedido; Estado pedido; Estado de pago; Estado del pago; Situación
    it Stato; Stato ordine; Stato dell'ordine; Stato pagamento; Stato fattura
    nl Status; Orderstatus; Bestelstatus; Betaalstatus; Betalingsstatus; Factuurstatus
    pt Estado; Status; Situação; Estado da encomenda; Status do pedido; Estado do pagamento; Status do
       pagamento
    pl Status; Stan; Status zamówienia; Stan zamówienia; Status płatności; Status faktury
    sv Status; Orderstatus; Betalstatus; Betalningsstatus; Fakturastatus
    da Status; Ordrestatus; Betalingsstatus; Fakturastatus; Tilstand
    status, usual
    en Type; Transaction Type; Document Type; Debit/Credit; D/C; DC; Dr/Cr; Receipt Type; Line Type
    de Belegart; Belegtyp; Rechnungstyp; Typ; Art; Soll/Haben; Soll/Haben-Kennzeichen; S/H; Soll-Haben
    fr Type; Type de document; Nature
    es Tipo; Tipo de documento
    it Tipo; Tipo documento; Tipo doc.
    nl Type; Soort; Documenttype
    pt Tipo; Tipo de documento
    pl Typ; Typ dokumentu; Rodzaj; Rodzaj dokumentu
    sv Typ; Dokumenttyp
    da Type; Bilagstype; Dokumenttype
    """
}
