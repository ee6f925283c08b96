package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.answer.Head;
import dev.wsdoctor.gateway.answer.OwnAnswers;
import dev.wsdoctor.nginx.Execution;

/// Makes and sends the heads of a request's answers. Used by one thread.
record AnswerMaking(Site site, RequestTruth truth, AnswerHeads heads) {
  /// Answers of nginx's own for what was decided.
  OwnAnswers own(Execution execution) {
    return new OwnAnswers(
        execution,
        site.nginx().version(),
        site.clock().instant(),
        truth.challenge(),
        truth::making);
  }

  /// The head of an upstream's answer, with what this nginx adds.
  void pass(Execution execution, Head head) {
    truth.answering(head.status());
    OwnAnswers own = own(execution);
    own.addTo(head);
    head.finish();
    heads.pass(execution, own, head);
  }

  /// The head of a 101; a tunnel follows.
  void upgrade(Execution execution, Head head) {
    truth.complete();
    truth.answering(head.status());
    OwnAnswers own = own(execution);
    own.addTo(head);
    heads.upgrade(own, head);
  }
}
