/// The system's OpenSSL 3, which nginx uses too, called by the foreign-function API.
@NullMarked
package dev.wsdoctor.gateway.openssl;

import org.jspecify.annotations.NullMarked;
