package dev.wsdoctor.gateway.openssl;

import dev.wsdoctor.gateway.foreign.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// Functions of libssl, by their own names.
final class Libssl {
  private static final SymbolLookup LIBRARY =
      SymbolLookup.libraryLookup("libssl.so.3", Arena.global());

  static final MethodHandle SSL_CIPHER_GET_NAME = function("SSL_CIPHER_get_name");
  static final MethodHandle SSL_CONF_CMD_VALUE_TYPE = function("SSL_CONF_cmd_value_type");
  static final MethodHandle SSL_CONF_CTX_FINISH = function("SSL_CONF_CTX_finish");
  static final MethodHandle SSL_CONF_CTX_FREE = function("SSL_CONF_CTX_free");
  static final MethodHandle SSL_CONF_CTX_NEW = function("SSL_CONF_CTX_new");
  static final MethodHandle SSL_CONF_CTX_SET_FLAGS = function("SSL_CONF_CTX_set_flags");
  static final MethodHandle SSL_CONF_CTX_SET_SSL_CTX = function("SSL_CONF_CTX_set_ssl_ctx");
  static final MethodHandle SSL_CTRL = function("SSL_ctrl");
  static final MethodHandle SSL_CTX_SET0_TMP_DH_PKEY = function("SSL_CTX_set0_tmp_dh_pkey");
  static final MethodHandle SSL_CTX_ADD_CLIENT_CA = function("SSL_CTX_add_client_CA");
  static final MethodHandle SSL_CTX_CTRL = function("SSL_CTX_ctrl");
  static final MethodHandle SSL_CTX_FREE = function("SSL_CTX_free");
  static final MethodHandle SSL_CTX_GET_CERT_STORE = function("SSL_CTX_get_cert_store");
  static final MethodHandle SSL_CTX_NEW = function("SSL_CTX_new");
  static final MethodHandle SSL_CTX_SET_ALPN_SELECT_CB = function("SSL_CTX_set_alpn_select_cb");
  static final MethodHandle SSL_CTX_SET_CIPHER_LIST = function("SSL_CTX_set_cipher_list");
  static final MethodHandle SSL_CTX_SET_OPTIONS = function("SSL_CTX_set_options");
  static final MethodHandle SSL_CTX_SET_SESSION_ID_CONTEXT =
      function("SSL_CTX_set_session_id_context");
  static final MethodHandle SSL_CTX_SET_TIMEOUT = function("SSL_CTX_set_timeout");
  static final MethodHandle SSL_CTX_SET_TLSEXT_TICKET_KEY_EVP_CB =
      function("SSL_CTX_set_tlsext_ticket_key_evp_cb");
  static final MethodHandle SSL_CTX_SET_VERIFY = function("SSL_CTX_set_verify");
  static final MethodHandle SSL_CTX_SET_VERIFY_DEPTH = function("SSL_CTX_set_verify_depth");
  static final MethodHandle SSL_CTX_USE_CERTIFICATE = function("SSL_CTX_use_certificate");
  static final MethodHandle SSL_CTX_USE_PRIVATE_KEY = function("SSL_CTX_use_PrivateKey");
  static final MethodHandle SSL_FREE = function("SSL_free");
  static final MethodHandle SSL_GET0_ALPN_SELECTED = function("SSL_get0_alpn_selected");
  static final MethodHandle SSL_GET1_PEER_CERTIFICATE = function("SSL_get1_peer_certificate");
  static final MethodHandle SSL_GET1_SESSION = function("SSL_get1_session");
  static final MethodHandle SSL_GET_CURRENT_CIPHER = function("SSL_get_current_cipher");
  static final MethodHandle SSL_GET_ERROR = function("SSL_get_error");
  static final MethodHandle SSL_GET_PEER_CERT_CHAIN = function("SSL_get_peer_cert_chain");
  static final MethodHandle SSL_GET_SESSION = function("SSL_get_session");
  static final MethodHandle SSL_GET_SSL_CTX = function("SSL_get_SSL_CTX");
  static final MethodHandle SSL_GET_VERIFY_RESULT = function("SSL_get_verify_result");
  static final MethodHandle SSL_GET_VERSION = function("SSL_get_version");
  static final MethodHandle SSL_NEW = function("SSL_new");
  static final MethodHandle SSL_READ = function("SSL_read");
  static final MethodHandle SSL_SESSION_FREE = function("SSL_SESSION_free");
  static final MethodHandle SSL_SESSION_GET_ID = function("SSL_SESSION_get_id");
  static final MethodHandle SSL_SESSION_IS_RESUMABLE = function("SSL_SESSION_is_resumable");
  static final MethodHandle SSL_SESSION_REUSED = function("SSL_session_reused");
  static final MethodHandle SSL_SET_ACCEPT_STATE = function("SSL_set_accept_state");
  static final MethodHandle SSL_SET_BIO = function("SSL_set_bio");
  static final MethodHandle SSL_SET_CONNECT_STATE = function("SSL_set_connect_state");
  static final MethodHandle SSL_SET_SESSION = function("SSL_set_session");
  static final MethodHandle SSL_SHUTDOWN = function("SSL_shutdown");
  static final MethodHandle SSL_WRITE = function("SSL_write");
  static final MethodHandle TLS_METHOD = function("TLS_method");

  /// Calls back, and takes a millisecond.
  static final MethodHandle SSL_DO_HANDSHAKE =
      Words.lengthy(Libcrypto.address(LIBRARY, "SSL_do_handshake"));

  /// May read files.
  static final MethodHandle SSL_CONF_CMD =
      Words.lengthy(Libcrypto.address(LIBRARY, "SSL_CONF_cmd"));

  private Libssl() {}

  private static MethodHandle function(String name) {
    return Words.brief(Libcrypto.address(LIBRARY, name));
  }
}
