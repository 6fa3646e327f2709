package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import sunstone.connectors.message.codec.Limits;

/** The section is done: nothing more will be measured on it. */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScanClosed(String scanId) implements Scan {
    public ScanClosed {
        Limits.id("scanId", scanId);
    }
}
