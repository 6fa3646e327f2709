package sunstone.agent.registry;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.scan.Answer;
import sunstone.agent.scan.Mode;
import sunstone.agent.scan.OperatorConstraints;
import sunstone.agent.scan.Pixel;
import sunstone.agent.scan.SuggestionRecord;
import sunstone.agent.scan.Verdict;
import sunstone.agent.view.ActivityNote;
import sunstone.agent.view.ScanViews;
import sunstone.agent.wire.Publication;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.ScanMessage;
import sunstone.connectors.message.ScanPlan;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Reason;

/**
 * Decisions of operators, or of mode auto in their place: decisions and controls are judged here, the commands that
 * they lead to are made, and who waits for an answer gets it.
 *
 * <p>The loop's event loop owns it.
 */
public final class OperatorDesk {
    private final LoopThread thread = new LoopThread();
    private final ActivityLog log;
    private final LoopMeters meters;
    private final Map<ScanMessage, Promise<Answer>> awaited = new HashMap<>();
    private Mode mode;

    public OperatorDesk(Mode mode, Clock clock, ScanViews views, LoopMeters meters) {
        this.mode = mode;
        this.log = new ActivityLog(views, clock);
        this.meters = meters;
    }

    /** What becomes of suggestions, unless something stricter is wanted of a scan. */
    public Mode mode() {
        return mode;
    }

    /** From now on another one counts. */
    public void change(Mode wanted) {
        thread.assertOnLoop();
        mode = wanted;
    }

    /** Expects a decision or control that is about to be put on its topic: the answer to it, once it has come back. */
    public Future<Answer> expect(ScanMessage message) {
        thread.assertOnLoop();
        return awaited.computeIfAbsent(message, m -> Promise.promise()).future();
    }

    /** Nobody waits for this answer any more. */
    public void forget(ScanMessage message) {
        thread.assertOnLoop();
        awaited.remove(message);
    }

    private void answer(ScanMessage message, Answer answer) {
        Promise<Answer> promise = awaited.remove(message);
        if (promise != null) {
            promise.complete(answer);
        }
    }

    /**
     * Takes what an operator wants of a scan as a whole; says why it is a dead letter, if it is one.
     *
     * @param out receives the command of what stands suggested, if that is now to be commanded at once
     */
    public Optional<Decoded.Rejected<?>> control(
            LiveScan scan, Control c, boolean replayed, Instant now, List<Outgoing> out) {
        thread.assertOnLoop();
        if (c.action() == Control.Action.CANCEL) {
            if (replayed) { // what it cancelled has been read from the commands
                return Optional.empty();
            }
            scan.state().instrument().underway().stream()
                    .map(id -> Outgoing.of(Command.cancelling(c.scanId(), id)))
                    .forEach(out::add);
        }
        Answer answer = known(c.plan()).orElseGet(() -> scan.state().control(c));
        if (!replayed && answer.taken() && c.action() == Control.Action.AUTO) {
            commandOffer(scan, now).ifPresent(out::add);
        }
        String text = answer.taken() ? answer.text() : c.action().word() + " refused: " + answer.text();
        say(c.scanId(), answer, c.reason() == null ? text : text + " (" + c.reason() + ")", replayed, now);
        answer(c, answer);
        return answer.taken()
                ? Optional.empty()
                : Optional.of(new Decoded.Rejected<>(Reason.OUT_OF_RANGE, answer.text()));
    }

    /** Why a plan cannot be followed; empty if it can. */
    private static Optional<Answer> known(@Nullable ScanPlan plan) {
        try {
            if (plan != null && plan.policy() != null) {
                Policies.of(plan.policy());
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(new Answer(false, String.valueOf(e.getMessage())));
        }
    }

    /**
     * Takes a decision.
     *
     * @param now when it came
     * @param logged when it was written, by the log's time
     * @param out receives the command that it leads to
     */
    public void decision(LiveScan scan, Decision d, boolean replayed, Instant now, Instant logged, List<Outgoing> out) {
        thread.assertOnLoop();
        if (replayed && d.verdict() != Decision.Verdict.DENY) { // the commands that it led to have been read
            boolean led = scan.state().decided(d.suggestionId());
            say(
                    d.scanId(),
                    new Answer(led, led ? "its points were commanded" : "no command followed"),
                    d,
                    true,
                    logged);
            return;
        }
        SuggestionRecord standing = scan.state().current();
        // the clock may have been set back since the agent before published
        Instant at = !replayed && standing != null && standing.createdAt().isAfter(now) ? standing.createdAt() : now;
        Answer answer = judge(scan, d, at, logged)
                .fold(
                        approved -> {
                            Command command = Publication.command(d.scanId(), d.suggestionId(), approved.points());
                            out.add(command(scan, command, now));
                            return new Answer(
                                    true, command.points().size() + " points commanded as " + command.commandId());
                        },
                        denied -> new Answer(true, "its points are not proposed again"),
                        refused -> new Answer(false, refused.reason()));
        if (!replayed) {
            meters.decided(d.verdict(), answer.taken());
        }
        say(d.scanId(), answer, d, replayed, replayed ? logged : now);
        answer(d, answer);
    }

    private void say(String scanId, Answer answer, Decision d, boolean replayed, Instant at) {
        String text = d.verdict().name().toLowerCase(Locale.ROOT) + " of revision " + revision(d) + " by "
                + d.operator() + (answer.taken() ? ": " : " refused: ") + answer.text();
        say(scanId, answer, d.reason() == null ? text : text + " (" + d.reason() + ")", replayed, at);
    }

    private Verdict judge(LiveScan scan, Decision d, Instant now, Instant logged) {
        if (d.verdict() == Decision.Verdict.DENY) { // by the log's time: a restarted agent must judge it alike
            return scan.state().deny(d.suggestionId(), logged);
        }
        String frozen = scan.frozen();
        if (frozen != null) {
            return new Verdict.Refused(d.suggestionId(), "the scan is frozen: " + frozen);
        }
        if (scan.state().constraints().mode(mode) == Mode.SHADOW) {
            return new Verdict.Refused(d.suggestionId(), "mode shadow commands nothing");
        }
        List<sunstone.connectors.message.Pixel> points = d.points();
        return d.verdict() == Decision.Verdict.EDIT && points != null
                ? scan.state()
                        .edit(
                                d.suggestionId(),
                                points.stream()
                                        .map(p -> new Pixel(p.row(), p.col()))
                                        .toList(),
                                now)
                : scan.state().approve(d.suggestionId(), now);
    }

    private static String revision(Decision d) {
        return d.suggestionId().substring(d.suggestionId().lastIndexOf('/') + 1);
    }

    /** Says it; an old story to the page alone, at its own time. */
    private void say(String scanId, Answer answer, String text, boolean replayed, Instant at) {
        if (replayed) {
            log.past(scanId, answer.taken() ? ActivityNote.Level.INFO : ActivityNote.Level.WARNING, at, text);
        } else if (answer.taken()) {
            log.info(scanId, text);
        } else {
            log.warning(scanId, text);
        }
    }

    /**
     * Commands what stands suggested, as mode auto does; empty in other modes, while the scan is paused, or if it
     * cannot be approved.
     */
    public Optional<Outgoing> commandOffer(LiveScan scan, Instant now) {
        thread.assertOnLoop();
        OperatorConstraints wanted = scan.state().constraints();
        if (wanted.mode(mode) != Mode.AUTO || wanted.paused() || scan.frozen() != null) {
            return Optional.empty();
        }
        SuggestionRecord offer = scan.state().current();
        if (offer == null
                || offer.stop() != null
                || scan.state().decided(offer.suggestionId())
                || !(scan.state().approve(offer.suggestionId(), now) instanceof Verdict.Approved approved)) {
            return Optional.empty();
        }
        String scanId = scan.scanId();
        Command command = Publication.command(scanId, approved.suggestionId(), approved.points());
        String text = "revision " + offer.revision() + ": " + offer.points().size() + " points commanded, mode auto";
        log.page(scanId, ActivityNote.Level.INFO, text);
        return Optional.of(command(scan, command, now));
    }

    /** Notes that a command goes out. */
    private Outgoing command(LiveScan scan, Command command, Instant now) {
        List<Pixel> pixels =
                command.points().stream().map(p -> new Pixel(p.row(), p.col())).toList();
        scan.state().commanded(command.commandId(), command.suggestionId(), pixels, now);
        meters.commanded(pixels.size());
        return Outgoing.of(command);
    }
}
