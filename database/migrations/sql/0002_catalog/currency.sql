-- ISO 4217: how many digits of an amount stand after the point. Money is a whole number of minor units.

create table catalog.currency (
    code     char(3)  primary key,
    exponent smallint not null,
    constraint currency_code_shape     check (code ~ '^[A-Z]{3}$'),
    constraint currency_exponent_range check (exponent between 0 and 4)
);

comment on table catalog.currency is 'ISO 4217 codes with the number of decimal places of their amounts';

insert into catalog.currency (code, exponent)
select code, exponent
  from (values
        (0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
        (2, 'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF
             CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
             GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL
             MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR
             PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
             TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG'),
        (3, 'BHD IQD JOD KWD LYD OMR TND'),
        (4, 'CLF UYW')
       ) as known (exponent, codes),
       regexp_split_to_table(codes, '\s+') as code;

grant select on catalog.currency to write_api;


create function published.money(amount bigint, currency char(3), exponent smallint) returns json
    language sql immutable strict parallel safe
    return json_build_object('amount', round(amount / 10::numeric ^ exponent, exponent)::text, 'currency', currency);

comment on function published.money(bigint, char, smallint) is
    'Minor units as people write them: 1290 EUR is {"amount": "12.90", "currency": "EUR"}';

grant execute on function published.money(bigint, char, smallint) to read_public, read_staff, write_api;
