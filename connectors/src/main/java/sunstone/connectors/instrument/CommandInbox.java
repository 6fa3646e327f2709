package sunstone.connectors.instrument;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordHandler;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.ScanClosed;
import sunstone.connectors.message.ScanOpened;
import sunstone.models.map.ScanGrid;

/**
 * Queues the commands of one scan, after it has taken up from Kafka what the scan had come to before this instrument
 * started.
 *
 * <p>The stream's thread fills it. A queued command counts against the stream's bounds until it is handled, so a flood
 * of commands waits in Kafka and not here; those of the replay do not count.
 */
final class CommandInbox implements RecordHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CommandInbox.class);

    private final String scanId;
    private final CommandLedger book; // the stream's thread until the replay is over, then the instrument's
    private final JobInstrument instrument; // likewise
    private final ScanGrid grid;
    private final Consumer<Throwable> onFailure;
    private final CountDownLatch replay = new CountDownLatch(1);
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private final LinkedBlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private boolean opened; // published by the latch
    private boolean closed; // published by the latch
    private volatile boolean shut;

    /**
     * A command to handle.
     *
     * @param old whether it was there when the instrument started: if it is answered, nobody asks again
     */
    record Order(Command command, boolean old, CompletableFuture<Void> handled) {}

    CommandInbox(ScanOpened scan, CommandLedger book, JobInstrument instrument, Consumer<Throwable> onFailure) {
        this.scanId = scan.scanId();
        this.grid = scan.grid();
        this.book = book;
        this.instrument = instrument;
        this.onFailure = onFailure;
    }

    /** Waits until everything that was there at the start has been taken up. */
    void awaitReplay() throws InterruptedException {
        replay.await();
    }

    /** Whether everything that was there at the start has been taken up. */
    boolean live() {
        return replay.getCount() == 0;
    }

    /** Whether the scan had been opened before; known after the replay. */
    boolean openedBefore() {
        return opened;
    }

    /** Whether the scan had been closed before; known after the replay. */
    boolean closedBefore() {
        return closed;
    }

    /** The next command, or null if none comes in time. */
    @Nullable
    Order poll(Duration limit) throws InterruptedException {
        return orders.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether nothing more of a command is to be measured; any thread. */
    boolean cancelled(String commandId) {
        return cancelled.contains(commandId);
    }

    /** Takes no more commands and lets go of those that wait. */
    void shut() {
        shut = true;
        for (Order o = orders.poll(); o != null; o = orders.poll()) {
            o.handled.complete(null);
        }
    }

    @Override
    public CompletionStage<?> onRecords(List<RawRecord> records) {
        List<CompletableFuture<Void>> open = new ArrayList<>();
        for (RawRecord r : records) {
            if (r.topic() == Topic.COMMANDS) {
                r.decode(Codecs.COMMAND).fold(c -> queue(c, r.replayed(), open), why -> {
                    LOG.warn("command at offset {} cannot be read: {}", r.offset(), why.detail());
                    return false;
                });
            } else if (r.replayed()) {
                remember(r);
            }
        }
        return CompletableFuture.allOf(open.toArray(CompletableFuture[]::new));
    }

    private boolean queue(Command command, boolean old, List<CompletableFuture<Void>> open) {
        if (shut || !command.scanId().equals(scanId)) {
            return false;
        }
        if (command.cancels() != null) { // at once: what it cancels may be under way
            return cancelled.add(command.cancels());
        }
        CompletableFuture<Void> handled = new CompletableFuture<>();
        if (!old) { // the old ones wait for the end of the replay: holding it back for them would stop both
            open.add(handled);
        }
        return orders.add(new Order(command, old, handled));
    }

    private void remember(RawRecord r) {
        switch (r.topic()) {
            case SCANS ->
                r.decode(Codecs.SCAN)
                        .value()
                        .filter(s -> s.scanId().equals(scanId))
                        .ifPresent(s -> {
                            opened = true;
                            closed = s instanceof ScanClosed;
                        });
            case RECEIPTS ->
                r.decode(Codecs.RECEIPT)
                        .value()
                        .filter(x -> x.scanId().equals(scanId))
                        .ifPresent(book::replay);
            case EBSD_POINTS ->
                r.decode(Codecs.EBSD_POINTS)
                        .value()
                        .filter(b -> b.scanId().equals(scanId) && book.replay(b))
                        .ifPresent(this::countVisits);
            default -> {}
        }
    }

    private void countVisits(EbsdPoints batch) {
        batch.points().stream()
                .filter(p -> grid.contains(p.row(), p.col()))
                .forEach(p -> instrument.countVisit(p.row(), p.col()));
    }

    @Override
    public void onLive() {
        replay.countDown();
    }

    @Override
    public void onFailure(Throwable cause) {
        onFailure.accept(cause);
    }
}
