// The logging of a node: all of it to its standard output, which goes to one file. Pure.

/** Without %F and %L in the pattern: they cost a stack trace a line. */
export const LOGBACK_XML = `<configuration>
  <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
    <encoder><pattern>%-5level [%thread] %date{ISO8601} %logger{0} - %msg%n</pattern></encoder>
  </appender>
  <root level="INFO"><appender-ref ref="OUT"/></root>
</configuration>
`;
