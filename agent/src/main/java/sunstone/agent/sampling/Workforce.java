package sunstone.agent.sampling;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.NewRecords;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Reason;
import sunstone.connectors.message.sampling.CarriedPart;
import sunstone.connectors.message.sampling.SamplingAnswer;
import sunstone.connectors.message.sampling.SamplingRequest;
import sunstone.connectors.retry.Backoff;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.ensemble.EnsembleDrawing;

/**
 * The workers as an agent sees them: asks them for members, takes in what they answer and says how it goes. Nothing of it waits or fails: what
 * does not come is drawn by the agent.
 *
 * <p>Requests go out on a thread of their own, answers come in on another. Answers of rounds that are over are dropped.
 */
public final class Workforce implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workforce.class);
    private static final Duration SETUP_LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long CLOSE_MS = 5000;

    /** Rounds without an answer before it is said that there is nobody. */
    private static final int PATIENCE = 3;

    private static final String NEWEST_ROUND = " members of the newest round by ";

    private final KafkaSettings kafka;
    private final String asker;
    private final RecordSink sink;
    private final AtomicLong rounds = new AtomicLong();
    // a round that cannot be sent before the next begins is not worth sending
    private final ThreadPoolExecutor sending = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1),
            task -> daemon(task, "asks-workers"),
            new ThreadPoolExecutor.DiscardOldestPolicy());
    private final Thread reading;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean connected;
    private volatile @Nullable Gathering current;
    private volatile String state = "no worker has answered yet";
    private volatile @Nullable String refusal;
    private int silent = PATIENCE; // rounds without an answer; guarded by this

    /** Looks for workers that share a group's sampling; returns at once. */
    public Workforce(KafkaSettings kafka) {
        this.kafka = kafka;
        this.asker = String.format(
                Locale.ROOT,
                "%s-%08x",
                kafka.clientId(),
                ThreadLocalRandom.current().nextInt());
        this.sink = new RecordSink(kafka.as(kafka.clientId() + "-asks"));
        this.reading = daemon(this::read, "hears-workers");
        reading.start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** How it goes, in one line. */
    public String state() {
        return state;
    }

    /** Whether requests reach a topic and answers are read; without, everything is drawn here. */
    boolean connected() {
        return connected;
    }

    /** Asks for all members of an ensemble that the network draws; while another round has the workers, nobody is asked. */
    synchronized Gathering ask(Snapshot snapshot, long seed, String model, String arithmetic, int members) {
        Gathering gathering =
                new Gathering(rounds.incrementAndGet(), snapshot.grid().size(), members);
        PlImage light = snapshot.rawLight();
        CarriedPart carried = CarriedRecords.of(snapshot);
        if (!SamplingRequest.fits(snapshot.grid(), light, snapshot.points().size(), carried)) {
            tell("a map of " + snapshot.grid().rows() + " x " + snapshot.grid().cols()
                    + " pixels is too large for a record: all members are drawn here");
        } else if (connected && current == null) {
            refusal = null;
            current = gathering;
            sending.execute(() -> send(gathering, snapshot, carried, seed, model, arithmetic));
        }
        return gathering;
    }

    private void send(
            Gathering gathering,
            Snapshot snapshot,
            @Nullable CarriedPart carried,
            long seed,
            String model,
            String arithmetic) {
        for (int from = 0; from < gathering.size(); from += EnsembleDrawing.TOGETHER) {
            SamplingRequest request = new SamplingRequest(
                    asker,
                    gathering.round(),
                    model,
                    arithmetic,
                    seed,
                    from,
                    gathering.behind(from),
                    snapshot.grid(),
                    snapshot.laue(),
                    snapshot.rawLight(),
                    snapshot.light() != null && snapshot.light().placed(),
                    snapshot.points(),
                    carried);
            if (current != gathering) { // all members are there already
                return;
            }
            sink.send(Outgoing.of(request), from / EnsembleDrawing.TOGETHER).whenComplete((sent, e) -> {
                if (e != null) {
                    tell("workers cannot be asked: " + e.getMessage());
                }
            });
        }
    }

    /** A round is over. */
    synchronized void done(Gathering gathering) {
        if (current != gathering) { // nobody was asked
            return;
        }
        current = null;
        silent = gathering.byWorkers() > 0 ? 0 : silent + 1;
        String why = refusal;
        boolean counted = state.contains(NEWEST_ROUND);
        if (gathering.byWorkers() > 0 && !counted) {
            LOG.info("workers share the sampling: {}", gathering.workers());
        }
        if (gathering.byWorkers() == 0 && why != null) {
            tell(why);
        } else if (silent >= PATIENCE) {
            tell("no worker answers: all members are drawn here");
        } else if (gathering.byWorkers() > 0 || counted) { // what went wrong instead stays said
            state = gathering.byWorkers() + " of " + gathering.size() + NEWEST_ROUND
                    + gathering.workers().size() + " workers";
        }
    }

    private void tell(String news) {
        if (!news.equals(state)) {
            LOG.warn("{}", news);
        }
        state = news;
    }

    private void read() {
        int failures = 0;
        while (closing.getCount() > 0) {
            try {
                if (TopicSetup.ensureShared(kafka, SETUP_LIMIT) instanceof TopicSetup.Refused refused) {
                    throw new IllegalStateException(refused.reason());
                }
                try (NewRecords records = NewRecords.all(kafka, Topic.MEMBERS)) {
                    connected = true;
                    failures = 0;
                    while (closing.getCount() > 0) {
                        records.poll(POLL).forEach(this::take);
                    }
                } finally {
                    connected = false;
                }
            } catch (KafkaException | IllegalStateException e) {
                tell("workers cannot be reached: " + e.getMessage());
                failures++;
                pause(Backoff.PROMPT.after(failures));
            }
        }
    }

    private void pause(Duration wait) {
        try {
            closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    /** Takes an answer, if it is one for the round that runs. */
    void take(RawRecord r) {
        Gathering gathering = current;
        Map<String, String> headers = r.headers();
        if (gathering == null
                || !asker.equals(headers.get("asker"))
                || !Long.toString(gathering.round()).equals(headers.get("round"))) {
            return;
        }
        SamplingAnswer.decode(headers, r.value()).fold(answer -> take(answer, gathering, r), rejected -> {
            sink.send(Outgoing.deadLetter(r, rejected));
            return false;
        });
    }

    private boolean take(SamplingAnswer answer, Gathering gathering, RawRecord r) {
        if (answer.refused() != null) {
            refusal = answer.worker() + " refuses: " + answer.refused();
            return false;
        }
        boolean taken = gathering.put(answer.member(), answer.quaternions(), answer.worker());
        if (!taken) {
            sink.send(Outgoing.deadLetter(
                    r,
                    new Decoded.Rejected<>(
                            Reason.WRONG_FRAME_SIZE,
                            "member " + answer.member() + " with " + answer.quaternions().length / 4
                                    + " pixels is none of the " + gathering.size() + " that were asked for")));
        }
        return taken;
    }

    @Override
    public void close() {
        closing.countDown();
        sending.shutdownNow();
        try {
            reading.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sink.close();
    }
}
