namespace Orleans.Batch.Gateway.Tests.V4;

/// <summary>
/// The calls of version 4 with the statuses and keys that Zep's documents give, written by hand. Keys that are optional
/// there and have no value here are left out.
/// </summary>
internal static class Contract
{
    public static readonly string[] User =
        ["uuid", "user_id", "email", "first_name", "last_name", "metadata", "time_zone", "disable_default_ontology", "graph_uuid", "created_at"];

    private const string Batch = "/batches/0f6e0000-0000-7000-8000-000000000000";
    private const string OneUser = "/users/0f6e0000-0000-7000-8000-0000000000a1";
    private const string OneThread = "/threads/0f6e0000-0000-7000-8000-0000000000a3";
    private const string OneGraph = "/graphs/0f6e0000-0000-7000-8000-0000000000a4";
    private const string GraphOfUser = "/graphs/0f6e0000-0000-7000-8000-0000000000a1";
    private const string Message = """{"messages":[{"role":"user","content":"Hi","name":"Ann","metadata":{"a":1},"reference_time":"2026-05-01T10:00:00Z"}]}""";

    private const string Import = "/imports/01920000-0000-7000-8000-000000000001";

    private static readonly string[] ImportKeys = ["uuid", "name", "status", "created_at", "updated_at", "parts", "progress"];
    private static readonly string[] BatchKeys = ["uuid", "status", "created_at"];
    private static readonly string[] KnownUser = ["uuid", "user_id", "graph_uuid", "created_at"];
    private static readonly string[] ThreadKeys = ["uuid", "user_uuid", "graph_uuid", "thread_id", "created_at", "updated_at"];
    private static readonly string[] GraphKeys = ["uuid", "type", "graph_id", "created_at", "updated_at"];
    private static readonly string[] TaskKeys = ["uuid", "type", "status", "created_at", "updated_at", "progress"];

    public static ContractCall[] Calls { get; } =
    [
        new("POST", "/batches", """{"metadata":{"src":"import"},"strict_ontology":true}""", 201, [.. BatchKeys, "metadata"]),
        new("POST", "/batches", "{}", 201, BatchKeys),
        new("POST", "/batches", null, 201, BatchKeys),
        new("GET", "/batches", null, 200, ["items", "next_cursor"]),
        new("GET", Batch, null, 200, BatchKeys),
        new("DELETE", Batch, null, 204, null),
        new(
            "POST",
            Batch + "/items",
            """{"items":[{"type":"graph_episode","graph_uuid":"0f6e0000-0000-7000-8000-0000000000a4","data":"x","data_type":"text"}]}""",
            200,
            ["items"]),
        new(
            "POST",
            Batch + "/items",
            """{"items":[{"type":"thread_message","thread_uuid":"0f6e0000-0000-7000-8000-0000000000ff","content":"x","role":"user"}]}""",
            200,
            ["items", "rejected_items"]),
        new("GET", Batch + "/items", null, 200, ["items"]),
        new(
            "GET",
            Batch + "/items/0f6e0000-0000-7000-8000-000000000001",
            null,
            200,
            ["type", "data", "data_type", "sequence_index", "uuid", "episode_uuid", "status"]),
        new("POST", "/imports", """{"name":"a","source":"b","metadata":{"c":1},"expected_items":7,"quiet_hours":{"from":"08:00","to":"18:00"}}""", 201, [.. ImportKeys, "source", "metadata", "expected_items", "quiet_hours"]),
        new("GET", "/imports", null, 200, ["items", "next_cursor"]),
        new("GET", Import, null, 200, ImportKeys),
        new("PATCH", Import, """{"expected_items":7}""", 200, ImportKeys),
        new("DELETE", Import, null, 204, null),
        new("POST", Import + "/close", null, 200, [.. ImportKeys, "closed_at"]),
        new("POST", Import + "/pause", null, 200, [.. ImportKeys, "paused_at"]),
        new("POST", Import + "/resume", "{}", 200, ImportKeys),
        new("POST", Import + "/cancel", null, 202, [.. ImportKeys, "closed_at", "cancel_requested_at"]),
        new("POST", Import + "/retry", null, 200, ImportKeys),
        new("POST", Import + "/undo", null, 202, [.. ImportKeys, "undo"]),
        new(
            "GET",
            Import + "/undo",
            null,
            200,
            ["import_uuid", "episodes", "graphs", "facts", "created_users", "created_graphs", "created_threads", "expired_batches"]),
        new("POST", Batch + "/process", null, 202, ["batch", "task"]),
        new("POST", Batch + "/process", "{}", 202, ["batch", "task"]),
        new("POST", Batch + "/cancel", null, 202, [.. BatchKeys, "cancel_requested_at"]),
        new("POST", Batch + "/pause", null, 200, [.. BatchKeys, "paused_at"]),
        new("POST", Batch + "/resume", "{}", 200, BatchKeys),
        new("GET", Batch + "/fact-changes", null, 200, ["items", "next_cursor"]),
        new("POST", Batch + "/apply", null, 202, [.. BatchKeys, "proposal"]),
        new("POST", Batch + "/discard", "{}", 200, [.. BatchKeys, "proposal"]),
        new("POST", Batch + "/retry", """{"item_uuids":["0f6e0000-0000-7000-8000-000000000001"]}""", 201, [.. BatchKeys, "retry_of"]),
        new("POST", Batch + "/validate", null, 200, ["valid", "error_count", "warning_count", "errors", "warnings", "next_cursor"]),
        new("GET", "/tasks", null, 200, ["items"]),
        new("GET", "/tasks/22222222-2222-7222-8222-222222222222", null, 200, TaskKeys),
        new("POST", "/users", "{}", 201, ["uuid", "graph_uuid", "created_at"]),
        new("POST", "/users", null, 201, ["uuid", "graph_uuid", "created_at"]),
        new(
            "POST",
            "/users",
            """
            {"user_id":"ann","email":"a@b.c","first_name":"A","last_name":"B","metadata":{"x":1},"time_zone":"Europe/Oslo",
             "disable_default_ontology":true}
            """,
            201,
            User),
        new("POST", "/users/list", "{}", 200, ["items"]),
        new("POST", "/users/lookup", """{"user_id":"u1"}""", 200, KnownUser),
        new("GET", OneUser, null, 200, KnownUser),
        new("PATCH", OneUser, """{"email":"a@b.c"}""", 200, [.. KnownUser, "email"]),
        new("DELETE", OneUser, null, 202, ["task"]),
        new("POST", "/threads", """{"user_uuid":"0f6e0000-0000-7000-8000-0000000000a1"}""", 201, ["uuid", "user_uuid", "graph_uuid", "created_at", "updated_at"]),
        new("GET", "/threads?user_uuid=0f6e0000-0000-7000-8000-0000000000a1", null, 200, ["items"]),
        new("POST", "/threads/lookup", """{"thread_id":"t1"}""", 200, ThreadKeys),
        new("GET", OneThread, null, 200, ThreadKeys),
        new("DELETE", OneThread, null, 202, ["task"]),
        new("POST", OneThread + "/messages", Message, 202, ["messages", "task"]),
        new("GET", OneThread + "/messages", null, 200, ["items", "total_size"]),
        new("GET", OneThread + "/context", null, 200, ["context"]),
        new("POST", "/graphs", """{"name":"n"}""", 201, ["uuid", "name", "type", "created_at", "updated_at"]),
        new("POST", "/graphs", null, 201, ["uuid", "type", "created_at", "updated_at"]),
        new("POST", "/graphs/list", null, 200, ["items"]),
        new("POST", "/graphs/lookup", """{"graph_id":"g1"}""", 200, GraphKeys),
        new("GET", OneGraph, null, 200, GraphKeys),
        new("GET", GraphOfUser, null, 200, ["uuid", "type", "user_uuid", "created_at", "updated_at"]),
        new("PATCH", OneGraph, """{"name":"n"}""", 200, GraphKeys),
        new("DELETE", OneGraph, null, 202, ["task"]),
        new("POST", "/lookup", """{"users":["u1"],"threads":[],"graphs":["g1"]}""", 200, ["items"]),
    ];
}
