"""What the API of every app is built from.

authentication  a key in the Authorization header, and what it may do
parsing         strict JSON: no doubles, no NaN, no surprise
problems        every refusal as problem+json, from one catalogue
answers         JSON answers, moments, entity tags
once            a creating request sent twice happens once
pages           cursor pages and query parameters; what is unknown is refused
serializers     bodies without unknown fields
rates           how often a key may ask
base            the view that puts these together
schema          the OpenAPI document
reference       the pages that explain it
key_pages       keys issued, replaced and revoked by the system administrator
"""
