package sunstone.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.agent.scan.Answer;
import sunstone.agent.scan.Mode;
import sunstone.agent.view.ScanView;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.ScanPlan;
import sunstone.connectors.message.Suggestion;

/** What people see of a scan after a restart is what they saw before, from the log; a changed plan is part of it. */
class RetoldIT extends LoopOnBroker {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Suggestion approved(int revision) {
        Suggestion s = loop.suggestion("s", revision);
        assertThat(loop.decide("s", s.suggestionId(), Decision.Verdict.APPROVE).taken())
                .isTrue();
        await().atMost(LIMIT).until(() -> loop.commands("s").stream()
                .anyMatch(c -> c.suggestionId().equals(s.suggestionId())));
        loop.measure("s", revision, s.points());
        return s;
    }

    private ScanView view(int revision) {
        return await().atMost(LIMIT)
                .until(
                        () -> loop.views().of("s").orElse(null),
                        v -> v != null && v.round() != null && v.round().revision() == revision);
    }

    @Test
    void restart_curveAndLogOfDecisions_areThoseOfBefore() {
        loop.open("s");
        approved(1);
        approved(2);
        Suggestion third = loop.suggestion("s", 3);
        loop.decide("s", third.suggestionId(), Decision.Verdict.DENY);
        ScanView before = view(4);

        loop.restart(Mode.ADVISE);
        ScanView after = view(5);

        assertThat(after.history().subList(0, 4)).isEqualTo(before.history());
        assertThat(after.history()).hasSize(5);
        assertThat(after.pace().secondsPerPoint()).isNotNaN();
        assertThat(notes())
                .contains(
                        "revision 1: 4 points commanded",
                        "approve of revision 1 by test: its points were commanded",
                        "deny of revision 3 by test: its points are not proposed again")
                .anyMatch(n -> n.startsWith("opened: 12 x 10 px"));
    }

    @Test
    void plan_changed_countsAtOnceAndAfterARestart() {
        loop.open("s");
        assertThat(loop.suggestion("s", 1).points()).hasSize(4);

        assertThat(loop.plan("s", new ScanPlan(7, 3.5, null, 2, "grid")).text())
                .isEqualTo("plan changed by Ada: budget no limit to 7 points, target none to 3.5 degrees, batch as"
                        + " configured to 2 points, policy as configured to grid");
        Suggestion second = loop.suggestion("s", 2);
        assertThat(second.points()).hasSize(2);
        approved(2);
        loop.suggestion("s", 3);

        loop.restart(Mode.ADVISE);
        Suggestion fourth = loop.suggestion("s", 4);
        assertThat(fourth.points()).hasSize(2);
        assertThat(view(4).plan().by()).isEqualTo("Ada");
        approved(4);
        approved(5);
        Suggestion end = loop.suggestion("s", 6);
        assertThat(end.points()).hasSize(1); // of seven
        approved(6);
        assertThat(loop.suggestion("s", 7).stop()).isNotNull().satisfies(s -> assertThat(s.reason())
                .isEqualTo("budget of 7 points, set by Ada, is spent"));
    }

    @Test
    void plan_unknownPolicy_isRefusedByName() {
        loop.open("s");
        loop.suggestion("s", 1);

        Answer answer = loop.plan("s", new ScanPlan(null, null, null, null, "best"));

        assertThat(answer.taken()).isFalse();
        assertThat(answer.text()).contains("policy must be one of").contains("best");
    }

    private List<String> notes() {
        return loop.views().notesSince(0).stream().map(p -> p.content().text()).toList();
    }
}
