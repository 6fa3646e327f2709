package sunstone.connectors.instrument.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.instrument.Measurement;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.Pixel;

/**
 * The command that waits for a script and what the script has answered, between the threads of the server and that of
 * the instrument. Thread-safe. An answer is acknowledged when the instrument says that it is in Kafka; one that is
 * repeated is acknowledged again and changes nothing.
 */
final class CommandDesk {
    private final String scanId;
    private final Set<String> finished = new HashSet<>();
    private final List<Answer> answers = new ArrayList<>();
    private @Nullable Command open;
    private boolean shut;

    /** Result that a script has posted; waits until it is kept. */
    static final class Answer {
        private final String commandId;
        private final List<Measurement> results;
        private final @Nullable String end;
        private int taken = -1;

        Answer(String commandId, List<Measurement> results, @Nullable String end) {
            this.commandId = commandId;
            this.results = List.copyOf(results);
            this.end = end;
        }

        List<Measurement> results() {
            return results;
        }

        /** Why the script ends the command, empty if it gives no reason; null if it does not end it. */
        @Nullable
        String end() {
            return end;
        }
    }

    CommandDesk(String scanId) {
        this.scanId = scanId;
    }

    /** Puts a command up; only what is still missing of it is shown. */
    synchronized void open(String commandId, Set<Pixel> missing) {
        show(commandId, missing);
        answers.clear();
    }

    /** Shows what is still missing. */
    synchronized void show(String commandId, Set<Pixel> missing) {
        open = new Command(scanId, commandId, commandId, List.copyOf(missing));
        notifyAll();
    }

    /** Takes the command down: answers that still wait, and later ones, are acknowledged as known. */
    synchronized void close(String commandId) {
        open = null;
        finished.add(commandId);
        for (Answer a : answers) {
            a.taken = 0;
        }
        answers.clear();
        notifyAll();
    }

    /** Lets everybody go. */
    synchronized void shut() {
        shut = true;
        open = null;
        notifyAll();
    }

    /** The answers that have come. */
    synchronized List<Answer> take() {
        List<Answer> all = new ArrayList<>(answers);
        answers.clear();
        return all;
    }

    /** Acknowledges an answer: so many of its results were new, and all are kept. */
    synchronized void kept(Answer answer, int taken) {
        answer.taken = taken;
        notifyAll();
    }

    /** The command that waits; null if none comes in time. */
    synchronized @Nullable Command await(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (open == null && !shut) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return null;
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return open;
    }

    /** Whether a command is the one that waits, or has ended. */
    synchronized boolean knows(String commandId) {
        return isOpen(commandId) || finished.contains(commandId);
    }

    private boolean isOpen(String commandId) {
        return open != null && open.commandId().equals(commandId);
    }

    /**
     * Hands an answer in and waits until it is kept.
     *
     * @return how many of its results were new; -1 if that is not known in time, and the script should repeat it
     */
    synchronized int answer(Answer answer, Duration limit) throws InterruptedException {
        if (!isOpen(answer.commandId)) {
            return 0;
        }
        answers.add(answer);
        long end = System.nanoTime() + limit.toNanos();
        while (answer.taken < 0 && !shut) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                answers.remove(answer);
                return -1;
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return answer.taken;
    }
}
