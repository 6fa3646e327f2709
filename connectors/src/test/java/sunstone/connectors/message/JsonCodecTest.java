package sunstone.connectors.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonCodecTest {
    private static final String OPTICS =
            "'optics':{'verdict':'estimated','points':12,'gain':0.5,'black':0.02,'zeroDeg':-31.5,'sense':-1,"
                    + "'deltaDeg':1.25,'shiftPx':[2.5,-1.5],'rotationDeg':0.75,'scale':1.01,'sd':{'gain':0.01,"
                    + "'black':0.002,'zeroDeg':0.5,'deltaDeg':0.1,'shiftPx':[0.25,0.5],'rotationDeg':0.1,'scale':0.002}}";

    @Test
    void encode_everyMessage_hasTheFieldsOfTheContract() {
        assertText(
                Codecs.SCAN.encode(Samples.opened()),
                "{'schema':'sunstone/1','type':'opened','scanId':'scan-1','specimenId':'specimen-1','section':3,'rows':4,"
                        + "'cols':5,'stepUm':0.5,'phases':[{'id':1,'name':'Ti-Hex','laue':'6/mmm'},{'id':2,'name':"
                        + "'Ti-Cubic','laue':'m-3m'}],'frame':{'eulerConvention':'bunge-passive-deg','crystalAxes':"
                        + "'X||a*','mapFrame':'x right, y down'},'pl':{'frames':36,'stepDeg':10.0,'rows':4,'cols':5,"
                        + "'optics':{'gain':0.5,'black':0.02,'zeroDeg':-31.5,'sense':-1,'deltaDeg':1.25}},"
                        + "'budget':{'points':300,'targetDeg':2.0,'deadline':'2026-11-22T08:00:00.250Z'},"
                        + "'specimenPrior':{'previousScanId':'scan-0','thicknessUm':3.5},'roi':{'encoding':'runs','runs':[3,15,2]}}");
        assertText(
                Codecs.SCAN.encode(new ScanClosed("scan-1")),
                "{'schema':'sunstone/1','type':'closed','scanId':'scan-1'}");
        assertText(
                Codecs.EBSD_POINTS.encode(Samples.points()),
                "{'schema':'sunstone/1','scanId':'scan-1','seq':7,'points':[{'row':1,'col':2,'phase':1,'phi1':10.5,"
                        + "'Phi':20.25,'phi2':30.125,'confidence':0.9,'commandId':'c-1','at':'2026-11-22T08:00:00.250Z'}"
                        + ",{'row':3,'col':4,'phase':0,'phi1':0.0,'Phi':0.0,'phi2':0.0,'confidence':0.0,"
                        + "'at':'2026-11-22T08:00:00.250Z'}]}");
        assertText(
                Codecs.SUGGESTION.encode(Samples.suggestion()),
                "{'schema':'sunstone/1','scanId':'scan-1','suggestionId':'scan-1/2','revision':2,'basedOn':{'points':12"
                        + ",'seq':7,'frames':36,'model':'sha256:ab','seed':42},'createdAt':'2026-11-22T08:00:00.250Z',"
                        + "'expiresAt':'2026-11-22T08:01:00.250Z','points':[{'row':1,'col':2,'rank':1,"
                        + "'uncertaintyDeg':12.5,'expectedGainDeg':0.25,'travelMs':105.0,"
                        + "'why':'large grain without a point'}],'stop':{'reason':'target reached'},"
                        + "'degraded':'no model'}");
        assertText(
                Codecs.DECISION.encode(Samples.decision()),
                "{'schema':'sunstone/1','scanId':'scan-1','suggestionId':'scan-1/2','verdict':'edit','points':[{'row':1,"
                        + "'col':2}],'reason':'scratch','operator':'Ada','at':'2026-11-22T08:00:00.250Z'}");
        assertText(
                Codecs.COMMAND.encode(Samples.command()),
                "{'schema':'sunstone/1','scanId':'scan-1','commandId':'scan-1/2/command','suggestionId':'scan-1/2',"
                        + "'points':[{'row':1,'col':2}]}");
        assertText(
                Codecs.RECEIPT.encode(Samples.receipt()),
                "{'schema':'sunstone/1','scanId':'scan-1','commandId':'scan-1/2/command','state':'refused',"
                        + "'reason':'stage is moving'}");
        assertText(
                Codecs.MAP.encode(Samples.map()),
                "{'schema':'sunstone/1','scanId':'scan-1','revision':2,'points':12,'meanUncertaintyDeg':3.5,"
                        + "'p95UncertaintyDeg':9.75,'calibration':{'points':12,'coverage90':0.9,'spreadSkill':1.1},"
                        + "'inferenceMs':812.5,'degraded':'no model',"
                        + OPTICS
                        + ",'map':{'encoding':'bunge-u16-zlib-base64','rows':4,"
                        + "'cols':5,'stride':1,'laue':'6/mmm','crystalAxes':'X||a','data':'eJw='}}");
        assertText(
                Codecs.STATUS.encode(Samples.status()),
                "{'schema':'sunstone/1','agentId':'agent-1','version':'0.1.0','model':'sha256:ab','partitions':"
                        + "['sunstone.scans-0'],'queueDepth':3,'device':'cpu','mode':'advise','degraded':'no model',"
                        + "'workers':'no worker','optics':[{'scanId':'scan-1',"
                        + OPTICS
                        + "}],'configuredMode':'auto','state':'live',"
                        + "'frozen':['scan-2: 8 of 72 points are left'],'at':'2026-11-22T08:00:00.250Z'}");
    }

    @Test
    void encode_optionalFieldsAbsent_areOmittedAndEmptyListsStay() {
        Suggestion stop = new Suggestion(
                "s", "s/0", 0, new Suggestion.BasedOn(0, -1, 0, "m", 1), Samples.AT, Samples.AT, List.of(), null, null);

        assertThat(text(Codecs.SUGGESTION.encode(stop))).contains("'points':[]").doesNotContain("stop", "null");
    }

    @Test
    void encode_numberNotFinite_throwsNamingIt() {
        Suggestion bad = new Suggestion(
                "s",
                "s/0",
                0,
                new Suggestion.BasedOn(0, -1, 0, "m", 1),
                Samples.AT,
                Samples.AT,
                List.of(new Suggestion.Point(0, 0, 1, Double.NaN, 0, 0, "")),
                null,
                null);

        assertThatThrownBy(() -> Codecs.SUGGESTION.encode(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("points[0].uncertaintyDeg must be finite: NaN");
    }

    @Test
    void decode_whatWasEncoded_isTheSame() {
        assertThat(Codecs.SCAN.decode(Codecs.SCAN.encode(Samples.opened()))).isEqualTo(Decoded.ok(Samples.opened()));
        assertThat(Codecs.SCAN.decode(Codecs.SCAN.encode(new ScanClosed("s"))))
                .isEqualTo(Decoded.ok(new ScanClosed("s")));
        assertThat(Codecs.EBSD_POINTS.decode(Codecs.EBSD_POINTS.encode(Samples.points())))
                .isEqualTo(Decoded.ok(Samples.points()));
        assertThat(Codecs.SUGGESTION.decode(Codecs.SUGGESTION.encode(Samples.suggestion())))
                .isEqualTo(Decoded.ok(Samples.suggestion()));
        assertThat(Codecs.DECISION.decode(Codecs.DECISION.encode(Samples.decision())))
                .isEqualTo(Decoded.ok(Samples.decision()));
        assertThat(Codecs.COMMAND.decode(Codecs.COMMAND.encode(Samples.command())))
                .isEqualTo(Decoded.ok(Samples.command()));
        assertThat(Codecs.RECEIPT.decode(Codecs.RECEIPT.encode(Samples.receipt())))
                .isEqualTo(Decoded.ok(Samples.receipt()));
        assertThat(Codecs.MAP.decode(Codecs.MAP.encode(Samples.map()))).isEqualTo(Decoded.ok(Samples.map()));
        assertThat(Codecs.STATUS.decode(Codecs.STATUS.encode(Samples.status())))
                .isEqualTo(Decoded.ok(Samples.status()));
    }

    @Test
    void decode_foreignBatch_isTaken() {
        String foreign = """
                { "at": "ignored", "points": [ {"Phi": 90, "phi1": 1e1, "phi2": 0.0, "row": 0, "col": 3.0, "phase": 1,
                  "confidence": 1, "at": "2026-11-22T08:00:00Z", "mad": 0.4, "commandId": null} ],
                  "seq": 0, "scanId": "s-\\u00e9", "schema": "sunstone/1", "vendor": {"name": ["x"]} }
                """;

        assertThat(Codecs.EBSD_POINTS.decode(foreign.getBytes(UTF_8)))
                .isEqualTo(Decoded.ok(new EbsdPoints(
                        "s-\u00e9",
                        0,
                        List.of(new EbsdPoints.Point(
                                0, 3, 1, 10, 90, 0, 1, null, Instant.parse("2026-11-22T08:00:00Z"))))));
    }

    private static void assertText(byte[] json, String expected) {
        assertThat(text(json)).isEqualTo(expected);
    }

    private static String text(byte[] json) {
        return new String(json, UTF_8).replace('"', '\'');
    }
}
