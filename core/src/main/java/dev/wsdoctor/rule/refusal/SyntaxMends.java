package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.stream.Stream;

/// What might mend a refusal, in the order in which it is tried: what keeps most of what was meant
/// stands first.
final class SyntaxMends {
  /// A kind of mend that nginx's words and place call for.
  interface ByWords {
    Stream<Candidate> candidates(Refusal refusal);
  }

  /// A kind of mend that is searched for in a file, since nginx may stumble far behind the fault.
  interface InAFile {
    Stream<Candidate> candidates(Refusal refusal, SourceFile file);
  }

  static final List<ByWords> BY_WORDS =
      List.of(
          SuperfluousDirective::candidates,
          NearestWord::candidates,
          NearestName::candidates,
          OtherOrder::candidates,
          WrittenCondition::candidates,
          WrittenListen::candidates,
          WrittenUrl::candidates,
          WrittenAddress::candidates,
          RefusedWord::candidates,
          WrittenValue::candidates,
          WrittenRow::candidates,
          ListedServers::candidates,
          OpenedBlock::candidates,
          DoubledBlock::candidates,
          ListedValues::candidates,
          MissingParameter::candidates,
          BrokenWord::candidates,
          BrokenPattern::candidates,
          LostDollar::candidates,
          LostCertificate::candidates,
          LostCiphers::candidates,
          IncludedFolder::candidates,
          HashBucket::candidates,
          UndeclaredZone::candidates,
          CommentedServers::candidates,
          TwiceIncluded::candidates,
          TwinUpstream::candidates,
          WrappedFile::candidates,
          MisplacedDirective::candidates,
          SettingsInIf::candidates,
          BareAddress::candidates,
          StrangeLocation::candidates,
          StrangeSetting::candidates,
          RefusedParameter::candidates,
          MapArguments::candidates,
          UnknownFormat::candidates,
          ListedSockets::candidates,
          BufferSizes::candidates,
          OtherLevel::candidates,
          NewerDirective::candidates,
          LostQuotes::candidates);

  static final List<InAFile> IN_A_FILE =
      List.of(
          DamagedText::candidates,
          SuperfluousUri::candidates,
          WrittenScheme::candidates,
          WrittenUnit::candidates,
          WrittenName::candidates,
          WrittenModifier::candidates,
          SuperfluousSign::candidates,
          ForeignWords::candidates,
          LeftoverText::candidates,
          ForeignName::candidates,
          SuperfluousPort::candidates,
          (_, file) -> UnquotedBrace.candidates(file),
          SuperfluousBrace::candidates,
          Misspelling::candidates,
          (_, file) -> LostBrace.byIndentation(file),
          LostTerminator::candidates,
          LostBrace::candidates);

  static final List<ByWords> AT_LAST =
      List.of(LostTerminator::several, SuperfluousParameter::candidates, LeftOut::candidates);

  private SyntaxMends() {}
}
