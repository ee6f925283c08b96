package dev.wsdoctor.gateway.openssl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// The keys of the contexts that have some of their own, and what OpenSSL does with them in a
/// handshake (`ngx_ssl_session_ticket_key_callback`). May be used by many threads.
final class Tickets {
  private static final int NO_TICKET = 0;
  private static final int DONE = 1;
  private static final int DONE_AND_RENEW = 2;
  private static final int FAILED = -1;

  private static final int IV_BYTES = 16;
  private static final int AES_128_BYTES = 16;

  /// By the address of a context, as long as it is not released.
  private static final Map<Long, List<TicketKey>> KEYS = new ConcurrentHashMap<>();

  /// `OSSL_PARAM` of the digest, and its end.
  private static final MemorySegment SHA256 = digest("SHA256");

  private Tickets() {}

  /// The first encrypts, all of them decrypt.
  static void use(Native openssl, long context, List<TicketKey> keys) {
    KEYS.put(context, List.copyOf(keys));
    long _ =
        openssl.call(Libssl.SSL_CTX_SET_TLSEXT_TICKET_KEY_EVP_CB, context, Callbacks.ticketKey());
  }

  static void forget(long context) {
    KEYS.remove(context);
  }

  /// Makes ready to encrypt or decrypt one ticket. Never throws.
  static int prepare(long ssl, long name, long iv, long cipher, long mac, boolean encrypts) {
    try (Arena room = Arena.ofConfined()) {
      Native openssl = new Native(room);
      List<TicketKey> keys =
          KEYS.getOrDefault(openssl.call(Libssl.SSL_GET_SSL_CTX, ssl), List.of());
      MemorySegment label = MemorySegment.ofAddress(name).reinterpret(TicketKey.NAME_BYTES);
      if (!encrypts) {
        byte[] asked = label.toArray(JAVA_BYTE);
        int at =
            IntStream.range(0, keys.size())
                .filter(i -> keys.get(i).isNamed(asked))
                .findFirst()
                .orElse(-1);
        if (at < 0) {
          return NO_TICKET;
        }
        boolean isReady =
            set(openssl, room, keys.get(at), iv, cipher, mac, Libcrypto.EVP_DECRYPT_INIT_EX);
        return isReady ? (at == 0 ? DONE : DONE_AND_RENEW) : FAILED;
      }
      if (keys.isEmpty()) {
        return NO_TICKET;
      }
      if ((int) openssl.call(Libcrypto.RAND_BYTES, iv, IV_BYTES) != 1) {
        return FAILED;
      }
      label.copyFrom(MemorySegment.ofArray(keys.getFirst().name()));
      return set(openssl, room, keys.getFirst(), iv, cipher, mac, Libcrypto.EVP_ENCRYPT_INIT_EX)
          ? DONE
          : FAILED;
    } catch (RuntimeException | LinkageError _) {
      return FAILED;
    }
  }

  private static boolean set(
      Native openssl,
      Arena room,
      TicketKey by,
      long iv,
      long cipher,
      long mac,
      java.lang.invoke.MethodHandle initialise) {
    MemorySegment key = room.allocateFrom(JAVA_BYTE, by.key());
    MemorySegment signing = room.allocateFrom(JAVA_BYTE, by.signing());
    long aes =
        openssl.call(
            key.byteSize() == AES_128_BYTES
                ? Libcrypto.EVP_AES_128_CBC
                : Libcrypto.EVP_AES_256_CBC);
    boolean isSet =
        (int)
                    openssl.call(
                        Libcrypto.EVP_MAC_INIT,
                        mac,
                        signing.address(),
                        signing.byteSize(),
                        SHA256.address())
                == 1
            && (int) openssl.call(initialise, cipher, aes, 0, key.address(), iv) == 1;
    key.fill((byte) 0);
    signing.fill((byte) 0);
    return isSet;
  }

  /// `{"digest", OSSL_PARAM_UTF8_STRING, name, its length, OSSL_PARAM_UNMODIFIED}`
  private static MemorySegment digest(String name) {
    Arena always = Arena.global();
    long word = ADDRESS.byteSize();
    MemorySegment parameters = always.allocate(10 * word, word);
    parameters.set(ADDRESS, 0, always.allocateFrom("digest"));
    parameters.set(JAVA_INT, word, 4);
    parameters.set(ADDRESS, 2 * word, always.allocateFrom(name));
    parameters.set(JAVA_LONG, 3 * word, name.length());
    parameters.set(JAVA_LONG, 4 * word, -1);
    return parameters;
  }
}
