using System.Text.Json.Nodes;
using Functions.Embedded.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Embedded.Http;

/// <summary>A function as the Functions host lists it under /admin/functions.</summary>
internal static class FunctionJson
{
    public static JsonObject Write(FunctionDescriptor function, HttpRequest request)
    {
        var assembly = Path.GetFileName(function.Definition.PathToAssembly);
        return new JsonObject
        {
            ["name"] = function.Name,
            ["script_root_path_href"] = null,
            ["script_href"] = null,
            ["config_href"] = null,
            ["test_data_href"] = null,
            ["href"] = $"{request.Scheme}://{request.Host}/admin/functions/{Uri.EscapeDataString(function.Name)}",
            ["invoke_url_template"] = null,
            ["language"] = "dotnet-isolated",
            ["config"] = new JsonObject
            {
                ["name"] = function.Name,
                ["entryPoint"] = function.Definition.EntryPoint,
                ["scriptFile"] = assembly,
                ["language"] = "dotnet-isolated",
                ["functionDirectory"] = "",
                ["bindings"] = new JsonArray(Trigger(function)),
            },
            ["files"] = null,
            ["test_data"] = "",
            ["isDisabled"] = false,
            ["isDirect"] = false,
            ["isProxy"] = false,
        };
    }

    private static JsonObject Trigger(FunctionDescriptor function)
    {
        var trigger = function.Definition.InputBindings.Values.First();
        var shown = new JsonObject
        {
            ["name"] = trigger.Name,
            ["type"] = trigger.Type,
            ["direction"] = trigger.Direction.ToString(),
        };
        switch (function.Trigger)
        {
            case TimerTriggerAttribute timer:
                shown["schedule"] = timer.Schedule;
                break;
            case HttpTriggerAttribute http:
                shown["route"] = http.Route;
                break;
            case EventHubTriggerAttribute hub:
                shown["eventHubName"] = hub.EventHubName;
                break;
        }

        return shown;
    }
}
