using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace NNOptim.Coordinator.Dashboard.Access;

/// <summary>Sets up authentication and authorisation. By default an endpoint demands a known caller, and for all methods but GET and HEAD one who may steer.</summary>
internal static class AccessServices
{
    /// <summary>The policy of actions.</summary>
    public const string Steer = "steer";

    /// <summary>Adds authentication, the fallback policy and the policy of actions.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<Callers>().AddSingleton<Sessions>().AddSingleton<Refusals>().AddSingleton<RequestOrigin>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler>(provider => provider.GetRequiredService<Refusals>());
        services.AddSingleton<IAuthorizationHandler, SteeringHandler>();
        services.AddAuthentication(CallerAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, CallerAuthentication>(CallerAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(Demand(ofReadsToo: false))
            .SetFallbackPolicy(Demand(ofReadsToo: false))
            .AddPolicy(Steer, Demand(ofReadsToo: true));
        return services;
    }

    /// <summary>Checks each request before anything is done for it, also those that no endpoint is for.</summary>
    public static WebApplication UseAccess(this WebApplication application)
    {
        var origin = application.Services.GetRequiredService<RequestOrigin>();
        application.Use(next => context => origin.CheckAsync(context, next));
        application.UseRouting();
        application.UseAuthentication();
        application.UseAuthorization();
        return application;
    }

    private static AuthorizationPolicy Demand(bool ofReadsToo) =>
        new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new SteeringRequirement(ofReadsToo)).Build();
}
