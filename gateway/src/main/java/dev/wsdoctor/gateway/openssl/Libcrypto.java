package dev.wsdoctor.gateway.openssl;

import dev.wsdoctor.gateway.foreign.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// Functions of libcrypto, by their own names.
final class Libcrypto {
  private static final SymbolLookup LIBRARY =
      SymbolLookup.libraryLookup("libcrypto.so.3", Arena.global());

  static final MethodHandle BIO_CTRL = function("BIO_ctrl");
  static final MethodHandle BIO_FREE = function("BIO_free");
  static final MethodHandle BIO_NEW = function("BIO_new");
  static final MethodHandle BIO_S_MEM = function("BIO_s_mem");
  static final MethodHandle BIO_UP_REF = function("BIO_up_ref");
  static final MethodHandle BIO_WRITE = function("BIO_write");
  static final MethodHandle D2I_AUTO_PRIVATE_KEY = function("d2i_AutoPrivateKey");
  static final MethodHandle D2I_X509 = function("d2i_X509");
  static final MethodHandle D2I_X509_CRL = function("d2i_X509_CRL");
  static final MethodHandle ERR_ERROR_STRING_N = function("ERR_error_string_n");
  static final MethodHandle ERR_GET_ERROR_ALL = function("ERR_get_error_all");
  static final MethodHandle EVP_AES_128_CBC = function("EVP_aes_128_cbc");
  static final MethodHandle EVP_AES_256_CBC = function("EVP_aes_256_cbc");
  static final MethodHandle EVP_DECRYPT_INIT_EX = function("EVP_DecryptInit_ex");
  static final MethodHandle EVP_ENCRYPT_INIT_EX = function("EVP_EncryptInit_ex");
  static final MethodHandle EVP_MAC_INIT = function("EVP_MAC_init");
  static final MethodHandle EVP_PKEY_FREE = function("EVP_PKEY_free");
  static final MethodHandle I2D_X509 = function("i2d_X509");
  static final MethodHandle OBJ_NID2SN = function("OBJ_nid2sn");
  static final MethodHandle OPENSSL_SK_NUM = function("OPENSSL_sk_num");
  static final MethodHandle OPENSSL_SK_VALUE = function("OPENSSL_sk_value");
  static final MethodHandle PEM_READ_BIO_PARAMETERS = function("PEM_read_bio_Parameters");
  static final MethodHandle RAND_BYTES = function("RAND_bytes");
  static final MethodHandle X509_CRL_FREE = function("X509_CRL_free");
  static final MethodHandle X509_FREE = function("X509_free");
  static final MethodHandle X509_STORE_ADD_CERT = function("X509_STORE_add_cert");
  static final MethodHandle X509_STORE_ADD_CRL = function("X509_STORE_add_crl");
  static final MethodHandle X509_STORE_SET_FLAGS = function("X509_STORE_set_flags");

  private Libcrypto() {}

  private static MethodHandle function(String name) {
    return Words.brief(address(LIBRARY, name));
  }

  static MemorySegment address(SymbolLookup library, String name) {
    return library.find(name).orElseThrow(() -> new LinkageError("this OpenSSL has no " + name));
  }
}
