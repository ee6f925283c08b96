package dev.wsdoctor.websocket;

import dev.wsdoctor.websocket.FrameHeader.LengthForm;
import java.util.ArrayList;
import java.util.List;

/// Judges the frames of one direction in their order (RFC 6455, 5). What a payload says is judged
/// where it is decoded: in [CloseFrame] and [Assembly].
final class FrameRules {
  private final Role sender;
  private final boolean deflate;
  private boolean inMessage;
  private boolean closed;

  /// `deflate` says whether permessage-deflate was agreed, which gives RSV1 its meaning.
  FrameRules(Role sender, boolean deflate) {
    this.sender = sender;
    this.deflate = deflate;
  }

  /// What this header breaks. A later frame is judged as if this one had been meant as it stands.
  List<Violation> judge(FrameHeader header) {
    List<Violation> found = new ArrayList<>();
    judgeAfterClose(header, found);
    judgeBits(header, found);
    judgeLength(header, found);
    judgeMask(header, found);
    if (header.opcode().isControl()) {
      judgeControl(header, found);
    } else {
      judgeSequence(header, found);
    }
    return found;
  }

  private void judgeAfterClose(FrameHeader header, List<Violation> found) {
    if (closed) {
      found.add(
          new Violation(
              Requirement.NOTHING_AFTER_CLOSE,
              "expected nothing after Close but found " + header.opcode()));
    }
    closed |= header.opcode() == Opcode.CLOSE;
  }

  private void judgeBits(FrameHeader header, List<Violation> found) {
    if ((header.rsv() & (deflate ? ~FrameHeader.RSV1 : ~0)) != 0) {
      found.add(
          new Violation(
              Requirement.RESERVED_BITS,
              "expected reserved bits that no extension uses to be 0 but found RSV "
                  + Integer.toBinaryString(header.rsv() | 8).substring(1)));
    }
    boolean mayHaveRsv1 = header.opcode().startsMessage();
    if (deflate && header.hasRsv1() && !mayHaveRsv1) {
      found.add(
          new Violation(
              Requirement.RSV1_ON_FIRST_FRAGMENT,
              "expected RSV1 on the first frame of a message only but found it on "
                  + header.opcode()));
    }
    if (header.opcode().isReserved()) {
      found.add(
          new Violation(
              Requirement.RESERVED_OPCODE,
              "expected a defined opcode but found 0x"
                  + Integer.toHexString(header.opcode().number())));
    }
  }

  private static void judgeLength(FrameHeader header, List<Violation> found) {
    if (header.length() < 0) {
      found.add(
          new Violation(
              Requirement.LENGTH_HIGHEST_BIT,
              "expected a length below 2^63 but found " + Long.toUnsignedString(header.length())));
      return;
    }
    LengthForm minimal = LengthForm.minimal(header.length());
    if (header.form() != minimal) {
      found.add(
          new Violation(
              Requirement.LENGTH_SHORTEST_FORM,
              "expected length %d in the form %s but found %s"
                  .formatted(header.length(), minimal, header.form())));
    }
  }

  private void judgeMask(FrameHeader header, List<Violation> found) {
    switch (sender) {
      case CLIENT -> {
        if (!header.isMasked()) {
          found.add(
              new Violation(
                  Requirement.CLIENT_MASKS,
                  "expected a masked frame from the client but found an unmasked one"));
        }
      }
      case SERVER -> {
        if (header.isMasked()) {
          found.add(
              new Violation(
                  Requirement.SERVER_DOES_NOT_MASK,
                  "expected an unmasked frame from the server but found a masked one"));
        }
      }
    }
  }

  private static void judgeControl(FrameHeader header, List<Violation> found) {
    if (!header.fin()) {
      found.add(
          new Violation(
              Requirement.CONTROL_IS_FINAL,
              "expected a control frame to be whole but found a fragment of " + header.opcode()));
    }
    if (header.length() < 0 || header.length() > 125) {
      found.add(
          new Violation(
              Requirement.CONTROL_IS_SHORT,
              "expected at most 125 bytes in a control frame but found %s in %s"
                  .formatted(Long.toUnsignedString(header.length()), header.opcode())));
    }
  }

  private void judgeSequence(FrameHeader header, List<Violation> found) {
    if (header.opcode() == Opcode.CONTINUATION && !inMessage) {
      found.add(
          new Violation(
              Requirement.CONTINUATION_CONTINUES,
              "expected a message to begin but found a continuation of none"));
    }
    if (header.opcode().startsMessage() && inMessage) {
      found.add(
          new Violation(
              Requirement.MESSAGES_DO_NOT_INTERLEAVE,
              "expected the fragmented message to go on but found " + header.opcode()));
    }
    inMessage = !header.fin();
  }
}
