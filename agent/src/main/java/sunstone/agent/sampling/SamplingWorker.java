package sunstone.agent.sampling;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
import sunstone.connectors.message.sampling.SamplingAnswer;
import sunstone.connectors.message.sampling.SamplingRequest;
import sunstone.models.posterior.ensemble.EnsembleDrawing;
import sunstone.models.posterior.ensemble.EnsembleSampler;

/**
 * Draws members for agents: reads its share of {@code sampling}, answers on {@code members}. It keeps nothing: a
 * request that is lost, with it or without, is drawn by the agent that asked.
 *
 * <p>A thread of its own does all of it. Requests wait in memory up to {@link #MOST_BYTES}; those of a round that its
 * agent has finished with, because a newer one has begun, are dropped.
 */
public final class SamplingWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SamplingWorker.class);
    private static final Duration SETUP_LIMIT = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final long CLOSE_MS = 5000;
    private static final int MOST_ASKERS = 256;

    /** Bytes of requests that may wait before no more are read. */
    static final long MOST_BYTES = 64L << 20;

    private final KafkaSettings kafka;
    private final String id;
    private final EnsembleSampler sampler;
    private final String model;
    private final String arithmetic;
    private final Consumer<Throwable> onFailure;
    private final RecordSink sink;
    private final NewRecords records; // owned by the thread, but for the wakeup that closes
    private final Thread thread;
    private final ArrayDeque<Task> tasks = new ArrayDeque<>(); // this and all below are owned by the thread
    private final Map<String, Long> newest = new LinkedHashMap<>(16, 0.75f, true);
    private long waiting;
    private @Nullable Task drawn;
    private @Nullable EnsembleDrawing drawing;
    private String refusal = "";
    private volatile int share;
    private volatile boolean closing;

    /** A request, and the bytes that light and points came in. */
    private record Task(SamplingRequest request, byte[] value) {
        boolean sameEnsemble(Task other) {
            return request.seed() == other.request.seed()
                    && request.grid().equals(other.request.grid())
                    && request.laue() == other.request.laue()
                    && Arrays.equals(value, other.value);
        }
    }

    private SamplingWorker(KafkaSettings kafka, EnsembleSampler sampler, String model, Consumer<Throwable> onFailure) {
        this.kafka = kafka;
        this.id = kafka.clientId();
        this.sampler = sampler;
        this.model = model;
        this.arithmetic = sampler.arithmetic();
        this.onFailure = onFailure;
        this.sink = new RecordSink(kafka);
        this.records = NewRecords.shared(kafka, Topic.SAMPLING);
        this.thread = new Thread(this::run, "worker-" + id);
        thread.setDaemon(true);
    }

    /**
     * Starts to work.
     *
     * @param kafka connection; its client id is the worker's name, its group that of the agents
     * @param sampler of which the model counts, not the size of the ensemble; used by the worker alone
     * @param model digest of the model
     * @param onFailure told if it cannot go on
     * @throws IllegalStateException with the reason, if the topics are not to be had
     */
    public static SamplingWorker start(
            KafkaSettings kafka, EnsembleSampler sampler, String model, Consumer<Throwable> onFailure) {
        if (TopicSetup.ensureShared(kafka, SETUP_LIMIT) instanceof TopicSetup.Refused refused) {
            throw new IllegalStateException(refused.reason());
        }
        SamplingWorker worker = new SamplingWorker(kafka, sampler, model, onFailure);
        worker.thread.start();
        return worker;
    }

    private void run() {
        try {
            while (!closing) {
                records.pause(waiting > MOST_BYTES);
                records.poll(tasks.isEmpty() ? IDLE : Duration.ZERO).forEach(this::take);
                share = records.partitions().size();
                Task task = tasks.poll();
                if (task != null) {
                    waiting -= task.value().length;
                    work(task);
                }
            }
        } catch (RuntimeException e) {
            if (!closing) {
                LOG.error("worker {} ended", id, e);
                onFailure.accept(e);
            }
        } finally {
            records.close();
        }
    }

    private void take(RawRecord r) {
        byte[] value = r.value() == null ? new byte[0] : r.value();
        SamplingRequest.decode(r.headers(), value).fold(request -> queue(new Task(request, value)), rejected -> {
            LOG.warn("dead letter: {} offset {}: {}", r.position(), r.offset(), rejected.detail());
            sink.send(Outgoing.deadLetter(r, rejected));
            return false;
        });
    }

    private boolean queue(Task task) {
        String asker = task.request().asker();
        long round = task.request().round();
        long known = newest.getOrDefault(asker, -1L);
        if (round < known) {
            return false;
        }
        if (round > known) {
            newest.put(asker, round);
            newest.keySet().removeIf(oldest -> newest.size() > MOST_ASKERS);
            tasks.removeIf(t -> {
                boolean overtaken = t.request().asker().equals(asker);
                waiting -= overtaken ? t.value().length : 0;
                return overtaken;
            });
        }
        waiting += task.value().length;
        return tasks.add(task);
    }

    private void work(Task task) {
        SamplingRequest r = task.request();
        try {
            if (!r.model().equals(model)) {
                refuse(r, "has model " + model + ", asked for is " + r.model());
                return;
            }
            if (!r.arithmetic().equals(arithmetic)) {
                refuse(
                        r,
                        "computes otherwise than who asks (" + arithmetic + ", not " + r.arithmetic()
                                + "): another processor, device or runtime, so its members would differ in the last bits");
                return;
            }
            EnsembleDrawing prepared = prepare(task);
            List<float[]> members = prepared.members(r.from(), r.to());
            for (int k = 0; k < members.size(); k++) {
                send(new SamplingAnswer(r.asker(), r.round(), r.from() + k, id, null, members.get(k)));
            }
            LOG.debug("members {} to {} of round {} of {}", r.from(), r.to() - 1, r.round(), r.asker());
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) { // the agent draws them; the next may go well
            drawn = null;
            drawing = null;
            refuse(r, "failed: " + e);
        }
    }

    /** What is observed is encoded once for all members of a round. */
    private EnsembleDrawing prepare(Task task) {
        EnsembleDrawing prepared = drawing;
        if (prepared == null || drawn == null || !drawn.sameEnsemble(task)) {
            SamplingRequest r = task.request();
            prepared = sampler.drawing(CarriedRecords.snapshot(r), r.seed());
            drawing = prepared;
            drawn = task;
        }
        return prepared;
    }

    private void refuse(SamplingRequest r, String reason) {
        if (!reason.equals(refusal)) {
            LOG.warn("refuses what {} asks for: it {}", r.asker(), reason);
            refusal = reason;
        }
        send(new SamplingAnswer(r.asker(), r.round(), r.from(), id, reason, new float[0]));
    }

    private void send(SamplingAnswer answer) {
        sink.send(Outgoing.of(answer)).whenComplete((sent, e) -> {
            if (e != null) {
                LOG.warn("an answer for {} could not be sent: {}", answer.asker(), e.getMessage());
            }
        });
    }

    /** Partitions that it reads, as of its last look. */
    int share() {
        return share;
    }

    /** Stops; a chunk that is being drawn is not waited for longer than some seconds. */
    @Override
    public void close() {
        closing = true;
        records.wakeup();
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sink.close();
    }
}
