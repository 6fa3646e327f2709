package sunstone.simulators.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.Published;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.RecordStream;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.connectors.kafka.TransactionalSink;
import sunstone.connectors.message.ScanClosed;

class EmbeddedBrokerIT {
    @Test
    void start_sameFolderAgain_keepsRecordsAndClientsGoOn(@TempDir Path data) {
        EmbeddedBroker first = EmbeddedBroker.start(0, data);
        KafkaSettings settings = KafkaSettings.of(first.bootstrap(), "a", "g");
        Recorder recorder = new Recorder();
        assertThat(TopicSetup.ensure(settings, Duration.ofSeconds(30))).isInstanceOf(TopicSetup.Ready.class);
        try (RecordSink sink = new RecordSink(settings);
                TransactionalSink transactions = new TransactionalSink(settings);
                RecordStream stream = RecordStream.member(settings, EnumSet.of(Topic.SCANS), recorder)) {
            sink.send(Outgoing.of(new ScanClosed("before"))).join();
            await().atMost(Duration.ofSeconds(60)).until(() -> recorder.records.size() == 1);
            first.close();
            try (EmbeddedBroker second = EmbeddedBroker.start(first.port(), data)) {
                assertThat(second.bootstrap()).isEqualTo(first.bootstrap());
                sink.send(Outgoing.of(new ScanClosed("after"))).join();
                assertThat(transactions.publish(List.of(Outgoing.of(new ScanClosed("committed")))))
                        .isEqualTo(new Published.Committed());
                await().atMost(Duration.ofSeconds(60)).until(() -> recorder.records.size() == 3);
                assertThat(stream.status().assigned()).hasSize(1);
            }
        }
        assertThat(recorder.failure).isNull();
        assertThat(recorder.records).extracting(RawRecord::key).containsExactly("before", "after", "committed");
    }

    @Test
    void start_folderInUse_throwsNamingIt(@TempDir Path data) {
        try (EmbeddedBroker first = EmbeddedBroker.start(0, data)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(0, data))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("folder " + data + " is in use by another broker");
            assertThat(TopicSetup.ensure(KafkaSettings.of(first.bootstrap(), "a", "g"), Duration.ofSeconds(60)))
                    .isInstanceOf(TopicSetup.Ready.class);
        }
    }

    @Test
    void start_portInUse_throwsNamingIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedBroker.start(taken.getLocalPort(), null))
                    .hasMessageContaining("port " + taken.getLocalPort() + " of 127.0.0.1 cannot be had");
        }
    }
}
